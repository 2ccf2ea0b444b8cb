import * as z from 'zod/mini';

export const lockoutView = z
  .object({
    state: z
      .enum(['open', 'timed_out', 'blocked'])
      .check(z.describe('A timeout ends by itself; a block lasts until an operator lifts it.')),
    timeouts: z.int().check(z.minimum(0), z.describe('Number of timeouts so far.')),
    locked_until: z.nullable(z.iso.datetime()),
    frozen_at: z
      .optional(z.iso.datetime())
      .check(z.describe('Since when no face of the user is accepted: they deny an enrollment.')),
  })
  .register(z.globalRegistry, { id: 'Lockout' });
export type LockoutView = z.infer<typeof lockoutView>;
