import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDynamoEnrollmentStore } from '../../../lambda/enrollment/adapters/dynamo-enrollment-store.ts';
import type { EnrollmentClaim } from '../../../lambda/enrollment/domain/enrollment.ts';
import { abandon } from '../../../lambda/enrollment/domain/face-deletion.ts';
import { createDynamoRegistrationApproval } from '../../../lambda/registration/adapters/dynamo-registration-approval.ts';
import { createDynamoReplicas } from '../../../lambda/replication/adapters/dynamo-replicas.ts';
import { createDynamoSessionTransitions } from '../../../lambda/sessions/adapters/dynamo-session-transitions.ts';
import { aCreatedSession, moved } from '../../support/lambda/a-moved-session.ts';
import { aClaim, aMapping, anIndexedFace, aSession, NOON } from '../../support/lambda/builders.ts';
import { type DynamoTables, someDynamoTables } from '../../support/lambda/dynamo-tables.ts';
import { aGeneration } from '../../support/lambda/in-memory-generations.ts';
import { aSubjectHash } from '../../support/lambda/in-memory-tombstones.ts';
import { unique } from '../../support/lambda/unique.ts';

const IMAGE = 'img_1';
const COLLECTION = 'face-idv.acme.g1.0';
const COPY = 'face-idv.acme.g2.3';
const OTHER_COPY = 'face-idv.acme.g2.4';

let tables: DynamoTables;
beforeAll(async () => {
  tables = await someDynamoTables();
});
afterAll(() => tables.close());

const transitions = () => createDynamoSessionTransitions(tables.documents, tables, () => NOON);

/** The session of a claim, in the table. */
async function aSessionBeingDecided({ tenant, session_id: id, user_id }: EnrollmentClaim) {
  const session = aSession({ tenant, id, user_id, status: 'processing' });
  await transitions().create(aCreatedSession(session), []);
  return session;
}

/** A user's claim, planned into a collection and one of another generation. */
async function aPlannedEnrollment() {
  const { documents, control } = tables;
  const enrollments = createDynamoEnrollmentStore(documents, control, () => NOON, true);
  const replicas = createDynamoReplicas(documents, control, 'queue-1', () => NOON);
  const tenant = unique('tenant');
  const wanted = aClaim({ tenant, session_id: unique('vs') });
  await enrollments.claim(wanted);
  const plan = { collection_id: COLLECTION, image_id: IMAGE, generations_revision: 0, copies: [COPY] };
  const planned = await enrollments.plan(wanted, plan);
  const arePlanned = (collectionId: string, own = 'img_0') => replicas.arePlanned(tenant, collectionId, own);
  const listed = async () => {
    const collections = [COLLECTION, COPY, OTHER_COPY];
    const found = await Promise.all(collections.map((one) => arePlanned(one)));
    return collections.filter((_, index) => found[index]);
  };
  const claim = async (): Promise<EnrollmentClaim> => {
    const held = await enrollments.get(tenant, wanted.user_id);
    if (!held) throw new Error('the claim is gone');
    return held;
  };
  return { enrollments, planned, plan, claim, listed, arePlanned };
}

describe('planned images', () => {
  it('are listed by collection for everybody but their own enrollment', async () => {
    const { arePlanned, listed } = await aPlannedEnrollment();
    expect(await listed()).toEqual([COLLECTION, COPY]);
    expect(await arePlanned(COLLECTION, IMAGE)).toBe(false);
    expect(await arePlanned('face-idv.acme.g1.01')).toBe(false);
  });

  it('are listed where they are planned last', async () => {
    const { enrollments, claim, plan, listed } = await aPlannedEnrollment();
    await enrollments.plan(await claim(), { ...plan, copies: [OTHER_COPY] });
    expect(await listed()).toEqual([COLLECTION, OTHER_COPY]);
  });

  it('are not listed for a session that has lost its claim', async () => {
    const { enrollments, claim, plan, listed } = await aPlannedEnrollment();
    const held = await claim();
    await enrollments.release(held);
    await expect(enrollments.plan(held, plan)).rejects.toThrow('has lost its claim');
    expect(await listed()).toEqual([]);
  });

  it('are no longer listed once their claim is released', async () => {
    const { enrollments, claim, listed } = await aPlannedEnrollment();
    await enrollments.release(await claim());
    expect(await listed()).toEqual([]);
  });

  it('are no longer listed once their session has ended without an approval', async () => {
    const { claim, listed } = await aPlannedEnrollment();
    const held = await claim();
    const failed = moved(await aSessionBeingDecided(held), 'fail');
    expect(await transitions().apply(failed, { abandoned: abandon(held, held.session_id, NOON) })).toBe(true);
    expect(await listed()).toEqual([]);
  });

  it('are no longer listed once they are mapped', async () => {
    const { enrollments, claim, listed } = await aPlannedEnrollment();
    const face = anIndexedFace({ face_id: unique('face'), collection_id: COLLECTION, image_id: IMAGE });
    await enrollments.recordFace(await claim(), face, []);
    const held = await claim();
    const { tenant, session_id, user_id } = held;
    const approved = moved(await aSessionBeingDecided(held), 'approve');
    const generations = { default: [aGeneration(), aGeneration({ generation: 'g2' })], tenants: {} };
    const approvals = createDynamoRegistrationApproval(tables.documents, tables, generations, aSubjectHash);
    const mapping = aMapping({ ...face, tenant, user_id, session_id });
    expect(await approvals.approve(held, [mapping], approved)).toBe('approved');
    expect(await listed()).toEqual([]);
  });
});
