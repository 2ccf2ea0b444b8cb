/** Error name that sends a decision back to indexing. */
export const GENERATIONS_CHANGED = 'GenerationsChanged';
