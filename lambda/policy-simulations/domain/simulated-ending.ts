import * as z from 'zod/mini';
import type { ReasonCode } from '../../kernel/reason-code.ts';
import type { UnknownBecause } from './judged-again.ts';

/** How a session ends by what its checks say; `review`: the policy leaves it to a person. */
export const simulatedOutcome = z.enum(['approve', 'review', 'decline', 'try_again']);
export type SimulatedOutcome = z.infer<typeof simulatedOutcome>;

export interface Ending {
  readonly outcome: SimulatedOutcome;
  readonly reasons: readonly ReasonCode[];
}

/** An ending, or why it is unknown. */
export type SimulatedEnding =
  | Ending
  | { readonly outcome: 'not_decidable'; readonly because: UnknownBecause };

export const APPROVED: Ending = { outcome: 'approve', reasons: [] };
export const notDecidable = (because: UnknownBecause): SimulatedEnding => ({
  outcome: 'not_decidable',
  because,
});
