import type { WithdrawnConsent } from './contract.ts';
import type { Erasure } from './domain/erasure.ts';
import { erasureIdOf } from './domain/erasure-id.ts';
import { type RequestErasureDependencies, requestErasure } from './request-erasure.ts';

/**
 * Begins the erasure that a withdrawn consent asks for, once for each receipt, however often its event
 * arrives. What the person has begun after the withdrawal, with another consent, stays. If an erasure of an
 * earlier time runs, it erases what began since as well.
 * @throws Error if the erasure that runs keeps changing; the event is then delivered again
 */
export const startErasureOfWithdrawal = (
  { tenant, user_id, receipt_id, withdrawn_at }: WithdrawnConsent,
  dependencies: RequestErasureDependencies,
): Promise<Erasure> =>
  requestErasure(
    {
      ...{ tenant, user_id, id: erasureIdOf(receipt_id), cause: 'consent_withdrawn' },
      erased_at: new Date(withdrawn_at),
    },
    dependencies,
  );
