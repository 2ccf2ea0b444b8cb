import type { ConsentReceiptView, ConsentTextEntryView } from './contract.ts';
import { type ConsentReceipt, isValid } from './domain/consent-receipt.ts';
import type { ConsentText, ConsentTextEntry } from './domain/consent-text.ts';

/** A text, whose content is given while it is only in the config. */
interface ShownText {
  readonly entry: ConsentTextEntry;
  readonly unstored?: ConsentText | undefined;
}

/** Converts the entry of a text to its view. A text that is not stored yet has no time that stays. */
export function toTextEntryView({ entry, unstored }: ShownText): ConsentTextEntryView {
  const { tenant: _tenant, published_at, ...shown } = entry;
  return unstored ? shown : { ...shown, published_at };
}

/** Converts a receipt to its view. */
export const toReceiptView = (receipt: ConsentReceipt): ConsentReceiptView => {
  const { tenant: _tenant, ...shown } = receipt;
  return { ...shown, status: isValid(receipt) ? 'given' : 'withdrawn' };
};
