/** JSON lines. */
export const OUTCOMES_TYPE = 'application/x-ndjson';
