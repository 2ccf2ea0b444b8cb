import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changeGenerations } from '../../../lambda/collections/adapters/dynamo-generation-registry.ts';
import { createDynamoConsentReceipts } from '../../../lambda/consents/adapters/dynamo-consent-receipts.ts';
import { enrollmentItems } from '../../../lambda/enrollment/adapters/dynamo-enrollment-items.ts';
import { createDynamoEnrollmentStore } from '../../../lambda/enrollment/adapters/dynamo-enrollment-store.ts';
import { createDynamoFaceDeletions } from '../../../lambda/enrollment/adapters/dynamo-face-deletions.ts';
import { createDynamoFaceMappingStore } from '../../../lambda/enrollment/adapters/dynamo-face-mapping-store.ts';
import { replacementItems } from '../../../lambda/enrollment/adapters/dynamo-replaced-enrollments.ts';
import { replaceEarlier } from '../../../lambda/enrollment/domain/replaced-enrollments.ts';
import { approval } from '../../../lambda/kernel/decision.ts';
import { createIdentifier } from '../../../lambda/kernel/identifier.ts';
import { transact } from '../../../lambda/platform/dynamo-transaction.ts';
import { createDynamoRegistrationApproval } from '../../../lambda/registration/adapters/dynamo-registration-approval.ts';
import { transitionItems } from '../../../lambda/sessions/adapters/dynamo-session-items.ts';
import { createDynamoSessionStore } from '../../../lambda/sessions/adapters/dynamo-session-store.ts';
import { createDynamoSessionTransitions } from '../../../lambda/sessions/adapters/dynamo-session-transitions.ts';
import { createDynamoTombstones } from '../../../lambda/tombstones/adapters/dynamo-tombstones.ts';
import { createDynamoFaceRemoval } from '../../../lambda/users/adapters/dynamo-face-removal.ts';
import { moved } from '../../support/lambda/a-moved-session.ts';
import { aClaim, aMapping, aSession, minutesAfter, NOON } from '../../support/lambda/builders.ts';
import { type DynamoTables, someDynamoTables } from '../../support/lambda/dynamo-tables.ts';
import { InMemoryEnrollments } from '../../support/lambda/in-memory-enrollments.ts';
import { aGeneration } from '../../support/lambda/in-memory-generations.ts';
import { InMemorySessionStore } from '../../support/lambda/in-memory-session-store.ts';
import { aSubjectHash } from '../../support/lambda/in-memory-tombstones.ts';
import { writtenEvents } from '../../support/lambda/written-events.ts';
import { anEnrollingUser, runFurtherEnrollmentContract } from './further-enrollment.contract.ts';
import { anIndexedEnrollment, runRegistrationApprovalContract } from './registration-approval.contract.ts';

/** Largest `policy.enrollment.max_faces`. */
const MAX_FACES = 10;
const clock = () => NOON;

describe('in memory', () => {
  const inMemory = () => {
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
      deletions: enrollments.requestedDeletions,
      receipts: sessions.receipts,
      changeGenerations,
    };
  };
  runRegistrationApprovalContract(inMemory);
  runFurtherEnrollmentContract(inMemory);
});

describe('in DynamoDB', () => {
  let tables: DynamoTables;
  beforeAll(async () => {
    tables = await someDynamoTables();
  });
  afterAll(() => tables.close());

  const inDynamo = () => ({
    sessions: createDynamoSessionStore(tables.documents, tables.sessions),
    transitions: createDynamoSessionTransitions(tables.documents, tables, clock),
    enrollments: createDynamoEnrollmentStore(tables.documents, tables.control, clock, false),
    approvals: createDynamoRegistrationApproval(
      tables.documents,
      tables,
      { default: [aGeneration(), aGeneration({ generation: 'g2' })], tenants: {} },
      aSubjectHash,
    ),
    mappings: createDynamoFaceMappingStore(tables.documents, tables.faceMapping),
    removal: createDynamoFaceRemoval(tables.documents, tables, () => NOON),
    receipts: createDynamoConsentReceipts(tables.documents, tables.control),
    deletions: createDynamoFaceDeletions(tables.documents, tables.control),
    changeGenerations: async (tenant: string) => {
      await transact(tables.documents, changeGenerations(tables.control, tenant, 0, { active: 'g1' }));
    },
  });
  runRegistrationApprovalContract(inDynamo);
  runFurtherEnrollmentContract(inDynamo);

  it.each([
    ['before', 1, 'not_processing', 'processing'],
    ['after', -1, 'approved', 'approved'],
  ] as const)('a session that began %s its user was erased', async (_when, minutes, result, status) => {
    const stores = inDynamo();
    const id = createIdentifier('vs', NOON, new Uint8Array(10));
    const { tenant, claim, mapping, approved } = await anIndexedEnrollment(stores, id);
    await createDynamoTombstones(tables.documents, tables.control, aSubjectHash).put({
      tenant,
      subject: await aSubjectHash(tenant, claim.user_id),
      erased_at: minutesAfter(minutes).toISOString(),
      expires_at: minutesAfter(60).toISOString(),
    });
    expect(await stores.approvals.approve(claim, [mapping], approved)).toBe(result);
    expect((await stores.sessions.get(tenant, id))?.status).toBe(status);
    expect(await stores.mappings.listOfUser(tenant, claim.user_id)).toHaveLength(minutes < 0 ? 1 : 0);
  });

  it('reports who was enrolled, replaced and removed, each once', async () => {
    const stores = inDynamo();
    const user = anEnrollingUser(stores);
    await user.enroll(1);
    await user.enroll(2);
    const third = await user.enroll(3, true);
    await stores.removal.remove([third]);
    const events = await writtenEvents(tables, user.tenant);
    expect(events.map(({ id, details }) => [id, details])).toEqual([
      ['img_1-added', { replaces: false }],
      ['img_2-added', { replaces: false }],
      ['img_3-added', { replaces: true }],
      ['img_3-removed', { images: 1, cause: 'deleted' }],
      ['vs_3-replaced', { images: 2, cause: 'replaced' }],
    ]);
  });

  it('takes one transaction for the most faces that a policy allows, amid a migration with a second region', () => {
    const replication = { clock };
    const generations = {
      default: [aGeneration({ vectors: 'user' }), aGeneration({ generation: 'g2', vectors: 'user' })],
      tenants: {},
    };
    const faceOf = (nth: number, generation: number) =>
      aMapping({
        face_id: `f${nth}-${generation}`,
        image_id: `img_${nth}`,
        image_sha256: `sha-${nth}`,
        collection_id: `face-idv.acme.g${generation}.0`,
      });
    // its own, and as many earlier ones as there may be
    const mapped = Array.from({ length: MAX_FACES }, (_, nth) => [faceOf(nth, 1), faceOf(nth, 2)]).flat();
    const enrollments = Array.from({ length: MAX_FACES }, (_, nth) => aClaim({ image_sha256: `sha-${nth}` }));
    const planned = {
      collection_id: 'face-idv.acme.g1.0',
      image_id: 'img_new',
      generations_revision: 1,
      copies: ['face-idv.acme.g2.0'],
      listed: true,
    };
    const former = enrollments[0] ?? expect.fail('there is no former enrollment');
    const claim = aClaim({ image_sha256: 'sha-new', planned, former });
    const replaced =
      replaceEarlier(claim, enrollments.slice(1), mapped, 'fd_1', NOON) ?? expect.fail('nothing is replaced');
    const mappings = [faceOf(90, 1), faceOf(90, 2)];
    const all = { ...tables, replication };
    const items = [
      ...enrollmentItems(
        all,
        generations,
        claim,
        mappings,
        'subject-hash',
        replacementItems(all, replaced, { generations, requested: mappings }),
      ),
      ...transitionItems(
        tables.sessions,
        moved(aSession({ status: 'processing' }), 'approve', { decision: approval('0123456789ab', NOON) }),
      ),
    ];
    // TransactWriteItems takes 100
    expect(items.length).toBeLessThanOrEqual(100);
  });
});
