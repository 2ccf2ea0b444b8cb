import type { ApprovedStepUp } from '../../../lambda/step-up/domain/step-up-proof.ts';
import { minutesAfter, NOON, TENANT } from './builders.ts';

export const aStepUp = (changes: Partial<ApprovedStepUp> = {}): ApprovedStepUp => ({
  tenant: TENANT,
  id: 'vs_1',
  user_id: 'user-1',
  sensitivity: 'sensitive',
  transaction_sha256: 'a'.repeat(64),
  decided_at: NOON.toISOString(),
  retained_until: minutesAfter(90 * 24 * 60).toISOString(),
  ...changes,
});
