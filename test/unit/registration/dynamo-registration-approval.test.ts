import { afterAll, beforeAll, describe } from 'vitest';
import { changeGenerations } from '../../../lambda/collections/adapters/dynamo-generation-registry.ts';
import { createDynamoEnrollmentStore } from '../../../lambda/enrollment/adapters/dynamo-enrollment-store.ts';
import { createDynamoFaceMappingStore } from '../../../lambda/enrollment/adapters/dynamo-face-mapping-store.ts';
import { transact } from '../../../lambda/platform/dynamo-transaction.ts';
import { createDynamoRegistrationApproval } from '../../../lambda/registration/adapters/dynamo-registration-approval.ts';
import { createDynamoSessionStore } from '../../../lambda/sessions/adapters/dynamo-session-store.ts';
import { createDynamoSessionTransitions } from '../../../lambda/sessions/adapters/dynamo-session-transitions.ts';
import { createDynamoFaceRemoval } from '../../../lambda/users/adapters/dynamo-face-removal.ts';
import { NOON } from '../../support/lambda/builders.ts';
import { type DynamoTables, someDynamoTables } from '../../support/lambda/dynamo-tables.ts';
import { InMemoryEnrollments } from '../../support/lambda/in-memory-enrollments.ts';
import { aGeneration } from '../../support/lambda/in-memory-generations.ts';
import { InMemorySessionStore } from '../../support/lambda/in-memory-session-store.ts';
import { runRegistrationApprovalContract } from './registration-approval.contract.ts';

const clock = () => NOON;

describe('in memory', () => {
  runRegistrationApprovalContract(() => {
    const sessions = new InMemorySessionStore();
    const enrollments = new InMemoryEnrollments(sessions);
    const changeGenerations = async () => {
      enrollments.generationsRevision = 1;
    };
    return {
      sessions,
      transitions: sessions,
      enrollments,
      approvals: enrollments,
      mappings: enrollments,
      removal: enrollments,
      changeGenerations,
    };
  });
});

describe('in DynamoDB', () => {
  let tables: DynamoTables;
  beforeAll(async () => {
    tables = await someDynamoTables();
  });
  afterAll(() => tables.close());

  runRegistrationApprovalContract(() => ({
    sessions: createDynamoSessionStore(tables.documents, tables.sessions),
    transitions: createDynamoSessionTransitions(tables.documents, tables, clock),
    enrollments: createDynamoEnrollmentStore(tables.documents, tables.control, clock, false),
    approvals: createDynamoRegistrationApproval(tables.documents, tables, {
      default: [aGeneration(), aGeneration({ generation: 'g2' })],
      tenants: {},
    }),
    mappings: createDynamoFaceMappingStore(tables.documents, tables.faceMapping),
    removal: createDynamoFaceRemoval(tables.documents, tables),
    changeGenerations: async (tenant) => {
      await transact(tables.documents, changeGenerations(tables.control, tenant, 0, { active: 'g1' }));
    },
  }));
});
