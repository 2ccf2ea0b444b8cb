import { documentClient } from '../platform/clients/dynamo.ts';
import { systemClock } from '../platform/system.ts';
import { createDynamoLockoutLedgerStore } from './adapters/dynamo-lockout-ledger.ts';

export const openLockouts = ({ CONTROL_TABLE }: { readonly CONTROL_TABLE: string }) =>
  createDynamoLockoutLedgerStore(documentClient, CONTROL_TABLE, systemClock);
