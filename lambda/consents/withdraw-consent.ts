import type { Caller } from '../kernel/caller.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import { Problem } from '../kernel/problem.ts';
import { actorOf, resolveUser } from './consent-access.ts';
import { toReceiptView } from './consent-views.ts';
import type { ConsentReceiptView } from './contract.ts';
import { isValid, withdraw } from './domain/consent-receipt.ts';
import type { ConsentReceipts } from './ports/consent-receipts.ts';

export interface WithdrawConsentDependencies {
  readonly receipts: Pick<ConsentReceipts, 'ofUser' | 'withdraw'>;
  readonly clock: Clock;
  readonly emit: EmitMetric;
}

/** Each time another receipt of the same person was withdrawn in between. */
const MAX_ATTEMPTS = 5;

/**
 * Withdraws a receipt, and with it every other valid one of the same user: a face is held once, for all
 * purposes, and withdrawing is as easy as consenting (GDPR article 7(3)). From then on no biometric call is
 * made for the person, until they consent again. Withdrawing again changes nothing, not even what was
 * consented to since.
 * @throws Problem `not_found`, `forbidden` or `invalid_request`
 */
export async function withdrawConsent(
  caller: Caller,
  id: string,
  requested: string | undefined,
  { receipts, clock, emit }: WithdrawConsentDependencies,
): Promise<ConsentReceiptView> {
  const { tenant } = caller;
  const userId = resolveUser(caller, requested);
  const by = actorOf(caller, userId);
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const found = await receipts.ofUser(tenant, userId);
    const named = found.find((receipt) => receipt.id === id);
    if (!named) throw new Problem('not_found', `user ${userId} has no consent receipt ${id}`);
    if (!isValid(named)) return toReceiptView(named);
    const now = clock();
    const after = withdraw(named, by, now);
    const others = found.filter((receipt) => isValid(receipt) && receipt.id !== id);
    const withdrawn = [after, ...others.map((receipt) => withdraw(receipt, by, now))];
    if (await receipts.withdraw(after, withdrawn)) {
      emit('ConsentWithdrawn', 1, { By: by });
      return toReceiptView(after);
    }
  }
  throw new Error(`consent receipt ${id} was changed by others in each of ${MAX_ATTEMPTS} attempts`);
}
