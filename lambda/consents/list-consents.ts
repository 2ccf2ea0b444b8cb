import type { Caller } from '../kernel/caller.ts';
import { resolveUser } from './consent-access.ts';
import { toReceiptView } from './consent-views.ts';
import type { ConsentReceiptView } from './contract.ts';
import type { ConsentReceipts } from './ports/consent-receipts.ts';

/**
 * Lists the receipts of a user, newest first.
 * @throws Problem `forbidden` or `invalid_request`
 */
export async function listConsents(
  caller: Caller,
  requested: string | undefined,
  { receipts }: { readonly receipts: Pick<ConsentReceipts, 'ofUser'> },
): Promise<{ data: ConsentReceiptView[] }> {
  const found = await receipts.ofUser(caller.tenant, resolveUser(caller, requested));
  return { data: found.map(toReceiptView) };
}
