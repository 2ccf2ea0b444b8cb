import * as z from 'zod';

export const lockoutView = z
  .object({
    state: z
      .enum(['open', 'timed_out', 'blocked'])
      .describe('A timeout ends by itself; a block lasts until an operator lifts it.'),
    timeouts: z.int().min(0).describe('Number of timeouts so far; each one is longer than the last.'),
    locked_until: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Lockout' });
export type LockoutView = z.infer<typeof lockoutView>;
