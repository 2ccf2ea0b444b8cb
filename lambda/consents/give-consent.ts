import type { Caller } from '../kernel/caller.ts';
import { ID_PREFIXES } from '../kernel/identifier.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import type { NewIdentifier } from '../kernel/ports/identifiers.ts';
import { actorOf, resolveUser } from './consent-access.ts';
import { toReceiptView } from './consent-views.ts';
import type { ConsentReceiptView, GiveConsentRequest } from './contract.ts';
import { type DrawUpReceiptDependencies, drawUpReceipt } from './draw-up-receipt.ts';
import type { ConsentReceipts } from './ports/consent-receipts.ts';

export interface GiveConsentDependencies extends DrawUpReceiptDependencies {
  readonly receipts: Pick<ConsentReceipts, 'ofUser' | 'give'>;
  readonly newIdentifier: NewIdentifier;
  readonly emit: EmitMetric;
}

/**
 * Writes that a person consents: end users for themselves, backends and operators for the people whom they
 * asked. Consenting again to the same text returns the receipt that is valid; after a withdrawal it is a new
 * one.
 * @throws Problem `consent_text_unknown`, `forbidden` or `invalid_request`
 */
export async function giveConsent(
  caller: Caller,
  { user_id, purpose, channel, ...shown }: GiveConsentRequest,
  dependencies: GiveConsentDependencies,
): Promise<ConsentReceiptView> {
  const { receipts, newIdentifier, emit } = dependencies;
  const userId = resolveUser(caller, user_id);
  const { standing, receipt } = await drawUpReceipt(
    shown,
    {
      tenant: caller.tenant,
      id: newIdentifier(ID_PREFIXES.consentReceipt),
      user_id: userId,
      purpose,
      channel,
      recorded_by: actorOf(caller, userId),
    },
    dependencies,
  );
  if (standing) return toReceiptView(standing);
  if (!(await receipts.give(receipt))) throw new Error(`consent receipt ${receipt.id} exists already`);
  emit('ConsentGiven', 1, { Channel: channel });
  return toReceiptView(receipt);
}
