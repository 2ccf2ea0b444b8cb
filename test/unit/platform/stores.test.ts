import { afterAll, beforeAll, describe } from 'vitest';
import { createDynamoLockoutLedgerStore } from '../../../lambda/abuse/adapters/dynamo-lockout-ledger.ts';
import { changeGenerations } from '../../../lambda/collections/adapters/dynamo-generation-registry.ts';
import { createDynamoEnrolmentStore } from '../../../lambda/enrollment/adapters/dynamo-enrolment-store.ts';
import { createDynamoFaceMappingStore } from '../../../lambda/enrollment/adapters/dynamo-face-mapping-store.ts';
import { transact } from '../../../lambda/platform/dynamo-transaction.ts';
import { createDynamoRegistrationApproval } from '../../../lambda/registration/adapters/dynamo-registration-approval.ts';
import { createDynamoSessionStore } from '../../../lambda/sessions/adapters/dynamo-session-store.ts';
import { createDynamoFaceRemoval } from '../../../lambda/users/adapters/dynamo-face-removal.ts';
import { NOON } from '../../support/lambda/builders.ts';
import { type DynamoTables, someDynamoTables } from '../../support/lambda/dynamo-tables.ts';
import { InMemoryEnrolments } from '../../support/lambda/in-memory-enrolments.ts';
import { aGeneration } from '../../support/lambda/in-memory-generations.ts';
import { InMemoryLockouts } from '../../support/lambda/in-memory-lockouts.ts';
import { InMemorySessionStore } from '../../support/lambda/in-memory-session-store.ts';
import { runLockoutLedgerContract } from '../abuse/lockout-ledger.contract.ts';
import { runEnrolmentStoreContract } from '../enrollment/enrolment-store.contract.ts';
import { runSessionStoreContract } from '../sessions/session-store.contract.ts';

const clock = () => NOON;

describe('in memory', () => {
  runSessionStoreContract(() => new InMemorySessionStore());
  runEnrolmentStoreContract(() => {
    const sessions = new InMemorySessionStore();
    const enrolments = new InMemoryEnrolments(sessions);
    const changeGenerations = async () => {
      enrolments.generationsRevision = 1;
    };
    return {
      sessions,
      enrolments,
      approvals: enrolments,
      mappings: enrolments,
      removal: enrolments,
      changeGenerations,
    };
  });
  runLockoutLedgerContract(() => new InMemoryLockouts());
});

describe('in DynamoDB', () => {
  let tables: DynamoTables;
  beforeAll(async () => {
    tables = await someDynamoTables();
  });
  afterAll(() => tables.close());

  const sessions = () => createDynamoSessionStore(tables.documents, tables.sessions);
  runSessionStoreContract(sessions);
  runEnrolmentStoreContract(() => ({
    sessions: sessions(),
    enrolments: createDynamoEnrolmentStore(tables.documents, tables.control, clock),
    approvals: createDynamoRegistrationApproval(tables.documents, tables, {
      default: [aGeneration(), aGeneration({ generation: 'g2' })],
      tenants: {},
    }),
    mappings: createDynamoFaceMappingStore(tables.documents, tables.faceMapping),
    removal: createDynamoFaceRemoval(tables.documents, tables),
    changeGenerations: async (tenant) => {
      await transact(tables.documents, [changeGenerations(tables.control, tenant, 0, { active: 'g1' })]);
    },
  }));
  runLockoutLedgerContract(() => createDynamoLockoutLedgerStore(tables.documents, tables.control, clock));
});
