import { documentClient } from '../platform/clients/dynamo.ts';
import { s3Client } from '../platform/clients/s3.ts';
import { systemClock } from '../platform/system.ts';
import { createDynamoLedgerStore } from './adapters/dynamo-ledger-store.ts';
import { createS3LedgerSeals } from './adapters/s3-ledger-seals.ts';

export interface LedgerSettings {
  readonly LEDGER_TABLE: string;
  readonly LEDGER_SEALS_BUCKET: string;
}

/** Opens the chains and their seals. */
export const openLedger = ({ LEDGER_TABLE, LEDGER_SEALS_BUCKET }: LedgerSettings) => ({
  ledger: createDynamoLedgerStore(documentClient, LEDGER_TABLE),
  seals: createS3LedgerSeals(s3Client, LEDGER_SEALS_BUCKET),
  clock: systemClock,
});
