import { ID_PREFIXES, inForm } from '../../kernel/identifier.ts';

/** Returns the id of the erasure that a receipt's withdrawal begins: its id in another form. */
export const erasureIdOf = (receiptId: string): string => inForm(receiptId, ID_PREFIXES.erasure);
