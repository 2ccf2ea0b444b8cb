import { documentClient } from '../platform/clients/dynamo.ts';
import { systemClock } from '../platform/system.ts';
import { createDynamoLockoutLedgerStore } from './adapters/dynamo-lockout-ledger.ts';
import { createDynamoTakeoverSignals } from './adapters/dynamo-takeover-signals.ts';

export const openLockouts = ({ CONTROL_TABLE }: { readonly CONTROL_TABLE: string }) =>
  createDynamoLockoutLedgerStore(documentClient, CONTROL_TABLE, systemClock);

export const openTakeoverSignals = ({ CONTROL_TABLE }: { readonly CONTROL_TABLE: string }) =>
  createDynamoTakeoverSignals(documentClient, CONTROL_TABLE);
