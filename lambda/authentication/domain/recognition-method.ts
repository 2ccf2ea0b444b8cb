import type { VerificationPolicy } from '../../kernel/policy.ts';
import type { SessionType } from '../../kernel/session-type.ts';

/** Name of the measure that counts the user's own faces at or above the threshold. */
export const OWN_FACES_MEASURE = 'own_faces_found';

/** Returns how a policy has the user of a session recognized. */
export const methodFor = (
  type: SessionType,
  { authentication, step_up }: Pick<VerificationPolicy, 'authentication' | 'step_up'>,
): VerificationPolicy['authentication']['method'] => (type === 'step_up' ? step_up : authentication).method;
