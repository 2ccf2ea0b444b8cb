import type { WithdrawnConsent } from './contract.ts';
import { type Erasure, extendedTo, isRunning } from './domain/erasure.ts';
import { erasureIdOf } from './domain/erasure-id.ts';
import { tombstoneOf } from './domain/tombstone-of.ts';
import type { Erasures } from './ports/erasures.ts';
import { type RequestErasureDependencies, requestErasure } from './request-erasure.ts';

export interface StartErasureOfWithdrawalDependencies extends RequestErasureDependencies {
  readonly erasures: RequestErasureDependencies['erasures'] & Pick<Erasures, 'save'>;
}

/**
 * Begins the erasure that a withdrawn consent asks for, once for each receipt, however often its event
 * arrives. What the person has begun after the withdrawal, with another consent, stays. If an erasure of an
 * earlier time runs, it erases what began since as well: nobody would ask for that again.
 * @throws Error if the erasure that runs has just changed; the event is then delivered again
 */
export async function startErasureOfWithdrawal(
  { tenant, user_id, receipt_id, withdrawn_at }: WithdrawnConsent,
  dependencies: StartErasureOfWithdrawalDependencies,
): Promise<Erasure> {
  const { erasures, tombstones, tombstoneDays, queue, clock } = dependencies;
  const id = erasureIdOf(receipt_id);
  const erased_at = new Date(withdrawn_at);
  const wish = { tenant, user_id, id, cause: 'consent_withdrawn', erased_at } as const;
  const found = await requestErasure(wish, dependencies);
  const extended = isRunning(found) && extendedTo(found, erased_at, clock());
  if (!extended) return found;
  await tombstones.put(tombstoneOf(extended, tombstoneDays));
  if (!(await erasures.save(found, extended))) throw new Error(`erasure ${found.id} has changed meanwhile`);
  // the pass that is under way ends without another one; a message that is lost is sent again by the schedule
  await queue.send({ tenant, id: found.id }, 0).catch(() => {});
  return extended;
}
