import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe } from 'vitest';
import { createDynamoLockoutLedgerStore } from '../../../lambda/abuse/adapters/dynamo-lockout-ledger.ts';
import { createDynamoEnrollmentStore } from '../../../lambda/enrollment/adapters/dynamo-enrollment-store.ts';
import { createDynamoFaceDeletions } from '../../../lambda/enrollment/adapters/dynamo-face-deletions.ts';
import { createDynamoOpenSessions } from '../../../lambda/sessions/adapters/dynamo-open-sessions.ts';
import { createDynamoSessionStore } from '../../../lambda/sessions/adapters/dynamo-session-store.ts';
import { createDynamoSessionTransitions } from '../../../lambda/sessions/adapters/dynamo-session-transitions.ts';
import { sessionEvent } from '../../../lambda/sessions/domain/session-event.ts';
import { NOON } from '../../support/lambda/builders.ts';
import { type DynamoTables, someDynamoTables } from '../../support/lambda/dynamo-tables.ts';
import { InMemoryEnrollments } from '../../support/lambda/in-memory-enrollments.ts';
import { InMemorySessionStore } from '../../support/lambda/in-memory-session-store.ts';
import { runSessionTransitionsContract } from './session-transitions.contract.ts';

describe('in memory', () => {
  runSessionTransitionsContract(() => {
    const sessions = new InMemorySessionStore();
    const enrollments = new InMemoryEnrollments(sessions);
    return {
      sessions,
      transitions: sessions,
      openSessions: sessions.openSessions,
      lockouts: sessions.lockouts,
      enrollments,
      deletions: enrollments.requestedDeletions,
      eventsOf: async (tenant, id) =>
        sessions.events.filter((event) => event.tenant === tenant && event.session_id === id),
    };
  });
});

describe('in DynamoDB', () => {
  let tables: DynamoTables;
  beforeAll(async () => {
    tables = await someDynamoTables();
  });
  afterAll(() => tables.close());

  runSessionTransitionsContract(() => ({
    sessions: createDynamoSessionStore(tables.documents, tables.sessions),
    transitions: createDynamoSessionTransitions(tables.documents, tables, () => NOON),
    openSessions: createDynamoOpenSessions(tables.documents, tables.sessions),
    lockouts: createDynamoLockoutLedgerStore(tables.documents, tables.control, () => NOON),
    enrollments: createDynamoEnrollmentStore(tables.documents, tables.control, () => NOON, false),
    deletions: createDynamoFaceDeletions(tables.documents, tables.control),
    eventsOf: async (tenant, id) => {
      const { Items = [] } = await tables.documents.send(
        new QueryCommand({
          TableName: tables.sessions,
          KeyConditionExpression: 'pk = :pk AND begins_with(sk, :events)',
          ExpressionAttributeValues: { ':pk': `${tenant}#${id}`, ':events': 'event#' },
        }),
      );
      return Items.map((item) => sessionEvent.parse(item));
    },
  }));
});
