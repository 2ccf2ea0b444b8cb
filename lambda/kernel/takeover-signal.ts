import * as z from 'zod/mini';

/** Ends of an authentication that may show somebody else at work: left open, or with another face. */
export const takeoverSignal = z.enum(['abandoned', 'mismatched']);
export type TakeoverSignal = z.infer<typeof takeoverSignal>;
