import { afterAll, beforeAll, describe } from 'vitest';
import { createDynamoEnrollmentStore } from '../../../lambda/enrollment/adapters/dynamo-enrollment-store.ts';
import { NOON } from '../../support/lambda/builders.ts';
import { type DynamoTables, someDynamoTables } from '../../support/lambda/dynamo-tables.ts';
import { InMemoryEnrollments } from '../../support/lambda/in-memory-enrollments.ts';
import { InMemorySessionStore } from '../../support/lambda/in-memory-session-store.ts';
import { runEnrollmentStoreContract } from './enrollment-store.contract.ts';

describe('in memory', () => {
  runEnrollmentStoreContract(() => new InMemoryEnrollments(new InMemorySessionStore()));
});

describe('in DynamoDB', () => {
  let tables: DynamoTables;
  beforeAll(async () => {
    tables = await someDynamoTables();
  });
  afterAll(() => tables.close());

  describe.each([false, true])('with plans that are listed: %s', (listsPlans) => {
    runEnrollmentStoreContract(() =>
      createDynamoEnrollmentStore(tables.documents, tables.control, () => NOON, listsPlans),
    );
  });
});
