import { ID_PREFIXES } from '../../kernel/identifier.ts';

/** Returns the id of the erasure that a receipt's withdrawal begins: its id in another form. */
export const erasureIdOf = (receiptId: string): string =>
  receiptId.replace(/^[a-z]+(?=_)/, ID_PREFIXES.erasure);
