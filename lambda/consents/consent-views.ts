import type { ConsentReceiptView, ConsentTextEntryView } from './contract.ts';
import { type ConsentReceipt, isValid } from './domain/consent-receipt.ts';
import type { ConsentTextEntry } from './domain/consent-text.ts';

/** Converts the entry of a text to its view. */
export const toTextEntryView = ({ tenant: _tenant, ...shown }: ConsentTextEntry): ConsentTextEntryView =>
  shown;

/** Converts a receipt to its view. */
export const toReceiptView = (receipt: ConsentReceipt): ConsentReceiptView => {
  const { tenant: _tenant, ...shown } = receipt;
  return { ...shown, status: isValid(receipt) ? 'given' : 'withdrawn' };
};
