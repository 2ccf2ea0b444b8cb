import { afterAll, beforeAll, describe } from 'vitest';
import { createDynamoSessionStore } from '../../../lambda/sessions/adapters/dynamo-session-store.ts';
import { createDynamoSessionTransitions } from '../../../lambda/sessions/adapters/dynamo-session-transitions.ts';
import { NOON } from '../../support/lambda/builders.ts';
import { type DynamoTables, someDynamoTables } from '../../support/lambda/dynamo-tables.ts';
import { InMemorySessionStore } from '../../support/lambda/in-memory-session-store.ts';
import { runSessionStoreContract } from './session-store.contract.ts';

describe('in memory', () => {
  runSessionStoreContract(() => new InMemorySessionStore());
});

describe('in DynamoDB', () => {
  let tables: DynamoTables;
  beforeAll(async () => {
    tables = await someDynamoTables();
  });
  afterAll(() => tables.close());

  runSessionStoreContract(() => ({
    ...createDynamoSessionStore(tables.documents, tables.sessions),
    ...createDynamoSessionTransitions(tables.documents, tables, () => NOON),
  }));
});
