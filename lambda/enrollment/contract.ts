/** Error name with which a decision goes back to indexing. */
export const GENERATIONS_CHANGED = 'GenerationsChanged';
