import * as z from 'zod/mini';
import { REASON_CODES } from '../kernel/reason-code.ts';
import { simulatedOutcome } from './domain/simulated-outcome.ts';

export const simulateRequest = z
  .strictObject({
    outcome: simulatedOutcome.check(
      z.describe(
        '`pass`: every check passes, or every question of a review is answered in favor of the person. `fail`: the checks fail for `reason`, and what follows is what the policy of the session says: another attempt, a review or a decline; of a held session, a reviewer declines. `try_again`, `duplicate`, `review` and `error` are the same, and refused where the reason does not lead there. `expire` and `abandon`: the time of the person is over.',
      ),
    ),
    reason: z
      .optional(z.enum(REASON_CODES))
      .check(
        z.describe(
          'Why the checks fail. Required for `fail` unless the session is held. Of a reason that the session cannot end for, the problem lists those that it can.',
        ),
      ),
  })
  .register(z.globalRegistry, { id: 'Simulate' });
export type SimulateRequest = z.infer<typeof simulateRequest>;
