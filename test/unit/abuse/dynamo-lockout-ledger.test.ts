import { afterAll, beforeAll, describe } from 'vitest';
import { createDynamoLockoutLedgerStore } from '../../../lambda/abuse/adapters/dynamo-lockout-ledger.ts';
import { NOON } from '../../support/lambda/builders.ts';
import { type DynamoTables, someDynamoTables } from '../../support/lambda/dynamo-tables.ts';
import { InMemoryLockouts } from '../../support/lambda/in-memory-lockouts.ts';
import { runLockoutLedgerContract } from './lockout-ledger.contract.ts';

describe('in memory', () => {
  runLockoutLedgerContract(() => new InMemoryLockouts());
});

describe('in DynamoDB', () => {
  let tables: DynamoTables;
  beforeAll(async () => {
    tables = await someDynamoTables();
  });
  afterAll(() => tables.close());

  runLockoutLedgerContract(() =>
    createDynamoLockoutLedgerStore(tables.documents, tables.control, () => NOON),
  );
});
