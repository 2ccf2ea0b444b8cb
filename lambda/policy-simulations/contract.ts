import * as z from 'zod/mini';
import { policyReference } from '../kernel/policy-reference.ts';
import { storedReasonCode } from '../kernel/reason-code.ts';
import { unknownBecause } from './domain/judged-again.ts';
import { simulatedOutcome } from './domain/simulated-ending.ts';

/** Sessions of one simulation: each is read with all its checks. */
const MAX_SESSIONS = 500;
const DEFAULT_SESSIONS = 200;

export const simulatePolicyRequest = z
  .strictObject({
    version: z
      .int()
      .check(
        z.minimum(1),
        z.maximum(999_999),
        z.describe('The version to try; it need not be, or have been, active.'),
      ),
    sessions: z
      ._default(z.int().check(z.minimum(1), z.maximum(MAX_SESSIONS)), DEFAULT_SESSIONS)
      .check(z.describe('Number of sessions of the policy, the newest decided ones.')),
  })
  .register(z.globalRegistry, { id: 'SimulatePolicy' });
export type SimulatePolicyRequest = z.infer<typeof simulatePolicyRequest>;

const count = z.int().check(z.minimum(0));
const share = z.number().check(z.minimum(0), z.maximum(100));
const estimatedShare = z.object({ value: share, low: share, high: share }).register(z.globalRegistry, {
  id: 'EstimatedShare',
  description: 'A share in percent, with the ends of its 95 % interval (Wilson).',
});

export const policySimulation = z
  .object({
    policy: policyReference,
    sessions: count.check(z.describe('Number of sessions that were judged again.')),
    reached_limit: z
      .boolean()
      .check(
        z.describe(
          'Whether the search for sessions ended early, because sessions of other types are in between.',
        ),
      ),
    same: count.check(z.describe('Sessions that would have ended with the same outcome.')),
    otherwise: count.check(z.describe('Sessions that would have ended with another outcome.')),
    changes: z
      .array(
        z.object({
          from: simulatedOutcome.check(
            z.describe('The outcome by the checks; `review`: the policy left it to a person.'),
          ),
          to: simulatedOutcome,
          sessions: count,
          reasons_gained: z.record(storedReasonCode, count),
          reasons_lost: z.record(storedReasonCode, count),
          examples: z.array(z.string()).check(z.describe('Ids of up to ten of these sessions.')),
        }),
      )
      .check(z.describe('The sessions that would have ended otherwise, by both outcomes.')),
    not_decidable: count.check(
      z.describe('Sessions of which the stored measures do not say how they would have ended.'),
    ),
    not_decidable_because: z.partialRecord(unknownBecause, count),
    rates: z
      .array(
        z.object({
          check: z.enum(['face_match', 'liveness']),
          model_version: z
            .string()
            .check(z.describe('Version of the face model, or of the liveness challenge.')),
          genuine: count.check(z.describe('Decisions that reviewers labeled as genuine.')),
          impostors: count.check(z.describe('Decisions that reviewers labeled as an attack.')),
          frr_percent: z
            .optional(estimatedShare)
            .check(z.describe('Genuine people whom the version refuses.')),
          far_percent: z.optional(estimatedShare).check(z.describe('Impostors whom the version accepts.')),
        }),
      )
      .check(
        z.describe(
          'Error rates over the decisions of these sessions that reviewers labeled. Only scores in a band and sampled checks are labeled: the rates are theirs alone, and not those of a random sample.',
        ),
      ),
  })
  .register(z.globalRegistry, { id: 'PolicySimulation' });
export type PolicySimulation = z.infer<typeof policySimulation>;
