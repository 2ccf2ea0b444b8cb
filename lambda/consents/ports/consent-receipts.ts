import type { ConsentReceipt } from '../domain/consent-receipt.ts';

/** Receipts of people's consent; reads are consistent. */
export interface ConsentReceipts {
  get(tenant: string, userId: string, id: string): Promise<ConsentReceipt | undefined>;
  /** Lists all receipts of a user, newest first: as many as they have agreed with texts. */
  ofUser(tenant: string, userId: string): Promise<readonly ConsentReceipt[]>;
  /** Writes a receipt and its event. @returns false if there is one of that id */
  give(receipt: ConsentReceipt): Promise<boolean>;
  /**
   * Writes that receipts of one user are withdrawn, all or none, and the event of it.
   * @param named the one that the event is about
   * @param withdrawn every receipt, the named one included, as it is afterwards
   * @returns false if one of them was withdrawn meanwhile
   */
  withdraw(named: ConsentReceipt, withdrawn: readonly ConsentReceipt[]): Promise<boolean>;
}
