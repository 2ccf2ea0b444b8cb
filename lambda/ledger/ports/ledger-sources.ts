/** The rows that entries are made of, as long as they are kept. */
export interface LedgerSources {
  /** Reads the rows of all tenants, in no order; rows that the ledger does not hold may be among them. */
  rows(): AsyncIterable<unknown>;
}
