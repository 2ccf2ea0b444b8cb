import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import {
  allowedPairPuts,
  createDynamoAllowedPairs,
} from '../../../lambda/allowed-pairs/adapters/dynamo-allowed-pairs.ts';
import { createDynamoClaimRelease } from '../../../lambda/bulk-indexing/adapters/dynamo-bulk-enrollment.ts';
import { createDynamoCaptures } from '../../../lambda/captures/adapters/dynamo-captures.ts';
import { createDynamoEnrollmentStore } from '../../../lambda/enrollment/adapters/dynamo-enrollment-store.ts';
import { createDynamoFaceDeletions } from '../../../lambda/enrollment/adapters/dynamo-face-deletions.ts';
import {
  createDynamoFaceMappingStore,
  mappingItem,
} from '../../../lambda/enrollment/adapters/dynamo-face-mapping-store.ts';
import type { EnrollmentClaim } from '../../../lambda/enrollment/domain/enrollment.ts';
import { createDynamoErasures } from '../../../lambda/erasure/adapters/dynamo-erasures.ts';
import { createDynamoRows } from '../../../lambda/erasure/adapters/dynamo-rows.ts';
import {
  createErasureStores,
  type ErasureStoresDependencies,
} from '../../../lambda/erasure/adapters/erasure-stores.ts';
import type { ErasureMessage } from '../../../lambda/erasure/contract.ts';
import { requestErasure } from '../../../lambda/erasure/request-erasure.ts';
import { runErasure } from '../../../lambda/erasure/run-erasure.ts';
import type { ImageErasure } from '../../../lambda/images/ports/image-erasure.ts';
import { createIdentifier } from '../../../lambda/kernel/identifier.ts';
import { outboxEventOf } from '../../../lambda/kernel/make-outbox-event.ts';
import { byUser, faceKey, lockoutKey } from '../../../lambda/platform/dynamo-keys.ts';
import { outboxPut } from '../../../lambda/platform/dynamo-outbox.ts';
import { transact } from '../../../lambda/platform/dynamo-transaction.ts';
import { createDynamoReviewCaseStore } from '../../../lambda/review-cases/adapters/dynamo-review-case-store.ts';
import { createDynamoSessionStore } from '../../../lambda/sessions/adapters/dynamo-session-store.ts';
import { createDynamoSessionTransitions } from '../../../lambda/sessions/adapters/dynamo-session-transitions.ts';
import type { VerificationSession } from '../../../lambda/sessions/domain/verification-session.ts';
import { createDynamoTombstones } from '../../../lambda/tombstones/adapters/dynamo-tombstones.ts';
import { createDynamoUserVectorRequests } from '../../../lambda/user-vectors/adapters/dynamo-user-vector-requests.ts';
import { createUserVectors } from '../../../lambda/user-vectors/user-vectors.ts';
import { createDynamoFaceRemoval } from '../../../lambda/users/adapters/dynamo-face-removal.ts';
import { createDynamoWatchlistEntries } from '../../../lambda/watchlist/adapters/dynamo-watchlist-entries.ts';
import { aCreatedSession } from './a-moved-session.ts';
import { aReviewCase, aSessionCase } from './a-review-case.ts';
import { anEntry } from './a-watchlist.ts';
import { aClaim, aMapping, anIndexedFace, aSession, NOON } from './builders.ts';
import type { DynamoTables } from './dynamo-tables.ts';
import { anImageOf, InMemoryCollections } from './in-memory-collections.ts';
import { aGeneration } from './in-memory-generations.ts';
import { InMemoryImages } from './in-memory-images.ts';
import { aSubjectHash } from './in-memory-tombstones.ts';
import { InMemoryUsers } from './in-memory-users.ts';
import { recordedMetrics } from './recorded-metrics.ts';
import { unique } from './unique.ts';

/** Versions of in-memory images, of which each has one. */
const versionsOf = ({ images }: InMemoryImages): ImageErasure => ({
  list: async (prefix) =>
    [...images.keys()].filter((key) => key.startsWith(prefix)).map((key) => ({ key, version_id: 'v1' })),
  delete: async (versions) => {
    for (const { key } of versions) images.delete(key);
  },
});

/** The longest that a function runs. */
export const SETTLE_MS = 15 * 60_000;
/** The user who is erased, and one who is not: no id contains the other. */
export const ANN = 'ann-of-the-erasure';
const BOB = 'bob';

/**
 * A tenant with two users, Ann in every store, and everything that an erasure needs. Time stands still
 * until a test moves it.
 */
export async function anErasedUser(tables: DynamoTables) {
  const { documents, control, faceMapping } = tables;
  const tenant = unique('acme');
  let now = NOON;
  const clock = () => now;
  let drawn = 0;
  const newIdentifier = (prefix: Parameters<typeof createIdentifier>[0], at = now) => {
    drawn += 1;
    return createIdentifier(
      prefix,
      at,
      Uint8Array.from({ length: 10 }, (_, index) => (index === 9 ? drawn : 0)),
    );
  };
  const collections = new InMemoryCollections();
  const users = new InMemoryUsers(collections);
  const enrolledImages = new InMemoryImages({}, 'enrolled');
  const images = new InMemoryImages();
  const sent: ErasureMessage[] = [];
  const { emit, metrics } = recordedMetrics();
  const generations = { default: [aGeneration()], tenants: {}, watchlists: { [tenant]: ['fraud'] } };
  const requests = createDynamoUserVectorRequests(documents, control, clock);
  const limiter = { reserve: async () => ({ waitMs: 0 }), throttled: async () => {} };
  const shared = {
    generations,
    collections,
    users,
    requests,
    queue: { send: async () => {} },
    limiter,
    wait: async () => {},
    newRevision: () => unique('uv'),
    sessions: createDynamoSessionStore(documents, tables.sessions),
    transitions: createDynamoSessionTransitions(documents, tables, clock),
    enrollments: createDynamoEnrollmentStore(documents, control, clock, false),
    mappings: createDynamoFaceMappingStore(documents, faceMapping),
    pairs: createDynamoAllowedPairs(documents, control),
    clock,
    emit,
  };
  const entries = createDynamoWatchlistEntries(documents, tables);
  const ports = {
    ...shared,
    vectors: createUserVectors(shared),
    removal: createDynamoFaceRemoval(documents, tables, clock),
    deletions: createDynamoFaceDeletions(documents, control),
    release: createDynamoClaimRelease(documents, control),
    images,
    enrolledImages,
    evidenceVersions: versionsOf(images),
    enrolledVersions: versionsOf(enrolledImages),
    entries,
    listsOf: () => ['fraud'],
    secondRegion: undefined,
    replicationRequests: { get: async () => undefined, request: async () => {} },
    sessionRows: createDynamoRows(documents, tables.sessions),
    controlRows: createDynamoRows(documents, control),
  };
  const run = {
    erasures: createDynamoErasures(documents, control),
    tombstones: createDynamoTombstones(documents, control, aSubjectHash),
    signer: { sign: async (type: string, claims: object) => `${type} ${JSON.stringify(claims)}` },
    queue: {
      send: async (message: ErasureMessage) => {
        sent.push(message);
      },
    },
    stage: 'test',
    tombstoneDays: 36,
    settleMs: SETTLE_MS,
    clock,
    emit,
  };

  const put = (table: string, Item: Record<string, unknown>) =>
    documents.send(new PutCommand({ TableName: table, Item }));
  /** A session of a user at a time, with its images. */
  const addSession = async (user_id: string, changes: Partial<VerificationSession> = {}, at = NOON) => {
    const session = aSession({
      id: newIdentifier('vs', at),
      tenant,
      user_id,
      created_at: at.toISOString(),
      ...changes,
    });
    await shared.transitions.create(aCreatedSession(session), []);
    images.images.set(`${tenant}/${session.id}/liveness/1.jpg`, anImageOf(user_id));
    images.images.set(`${tenant}/${session.id}/document/doc`, anImageOf(user_id));
    return session;
  };
  /** A claim of a session that has indexed a face. */
  const addClaim = async (session: VerificationSession, changes: Partial<EnrollmentClaim> = {}) => {
    const image_id = newIdentifier('img');
    const collection_id = `face-idv.${tenant}.g1.0`;
    const face_id = collections.add(collection_id, session.user_id, image_id);
    const face = anIndexedFace({ collection_id, face_id, image_id });
    const planned = { collection_id, image_id, generations_revision: 0, copies: [] };
    const wanted = aClaim({
      tenant,
      user_id: session.user_id,
      session_id: session.id,
      image_sha256: session.user_id.padEnd(64, '0'),
      image: { key: `${tenant}/${session.id}/liveness/1.jpg` },
    });
    await shared.enrollments.claim(wanted);
    await shared.enrollments.plan(wanted, planned);
    const claim = { ...wanted, planned, ...changes };
    await shared.enrollments.recordFace(claim, face, []);
    return { claim, face };
  };
  /** An enrolled user, in every table and collection. */
  const enroll = async (user_id: string, at = NOON) => {
    const session = await addSession(user_id, { status: 'approved' }, at);
    const { claim, face } = await addClaim(session);
    const key = `${tenant}/${face.image_id}.jpg`;
    await enrolledImages.writeJpeg(key, anImageOf(user_id));
    const mapping = aMapping({
      ...{ tenant, user_id, session_id: session.id, image_sha256: claim.image_sha256 },
      collection_id: face.collection_id,
      face_id: face.face_id,
      image_id: face.image_id,
      s3_image_url: enrolledImages.urlOf(key),
      created_at: at.toISOString(),
    });
    await put(faceMapping, mappingItem(mapping));
    const record = { state: 'mapped', user_id, session_id: session.id, ...byUser(tenant, user_id) };
    await put(control, { ...faceKey(tenant, face.face_id), ...record });
    const item = { ...claim, face, state: 'enrolled', pk: `${tenant}#user#${user_id}`, sk: 'enrollment' };
    await put(control, item);
    return { session, mapping };
  };

  const ann = await enroll(ANN);
  const bob = await enroll(BOB);
  const captures = createDynamoCaptures(documents, control);
  const cases = createDynamoReviewCaseStore(documents, tables);
  for (const [user_id, { session }] of [
    [ANN, ann],
    [BOB, bob],
  ] as const) {
    const owner = { session_id: session.id, user_id, retained_until: session.retained_until };
    await captures.keepEqual(tenant, `hash of ${session.id}`, owner, NOON);
    await captures.keepBand(tenant, { index: 0, value: '7' }, { ...owner, perceptual_hash: 'f' });
    await put(control, { ...lockoutKey(tenant, { kind: 'user', id: user_id }), failures: [] });
    await put(control, { pk: `${tenant}#user#${user_id}`, sk: 'index-lease', batch: 'b' });
    const reported = { id: unique('evt'), tenant, subject: user_id, at: NOON };
    const event = outboxEventOf('enrollment.added', reported, { user_id, replaces: false });
    await transact(documents, [outboxPut(control, event)]);
    const about = { id: session.id, run: 1, user_id };
    await cases.open(aSessionCase({ tenant, id: newIdentifier('rc'), session: about }));
  }
  const pair = { face_id: 'f', collection_id: 'c', session_id: 'vs_1', enrolled_at: NOON.toISOString() };
  for (const users of [
    [
      { ...pair, user_id: ANN },
      { ...pair, user_id: BOB },
    ],
    [
      { ...pair, user_id: 'cyd' },
      { ...pair, user_id: ANN },
    ],
  ] as const)
    await cases.open(aReviewCase({ tenant, id: newIdentifier('rc'), users: [...users] }));
  await transact(documents, allowedPairPuts(control, tenant, [ANN, BOB], { case_id: 'rc', allowed_at: '' }));

  const wish = () => ({
    tenant,
    user_id: ANN,
    id: newIdentifier('era'),
    cause: 'backend' as const,
    erased_at: now,
  });
  const request = (changes: Partial<ReturnType<typeof wish>> = {}, given = run) =>
    requestErasure({ ...wish(), ...changes }, { ...given, subjectHash: aSubjectHash });
  const pass = (id: string, givenPorts: ErasureStoresDependencies = ports, givenRun = run) =>
    runErasure(tenant, id, { ...givenRun, ...createErasureStores(givenPorts) });
  const later = (milliseconds: number) => {
    now = new Date(now.getTime() + milliseconds);
  };
  return {
    ...{
      tenant,
      ports,
      run,
      ann,
      bob,
      sent,
      metrics,
      collections,
      images,
      enrolledImages,
      users,
      entries,
      clock,
    },
    ...{ addSession, addClaim, enroll, newIdentifier, put, request, pass, later },
    /** Makes passes until the erasure is completed, each a quarter of an hour after the one before. */
    async finish(id: string) {
      for (let passes = 0; passes < 6; passes += 1) {
        await pass(id);
        const found = await run.erasures.get(tenant, id);
        if (found?.state === 'completed') return found;
        later(SETTLE_MS);
      }
      throw new Error(JSON.stringify(await run.erasures.get(tenant, id)));
    },
    addEntry: (changes = {}) =>
      entries.add(
        anEntry({
          tenant,
          id: newIdentifier('wle'),
          session_id: ann.session.id,
          state: 'active',
          ...changes,
        }),
      ),
    /** Everything that any store holds of Ann, but for the report of her erasure. */
    async leftOf(user = ANN) {
      const rows = (await Promise.all([tables.sessions, control, faceMapping].map(tables.textOf)))
        .flatMap((text) => JSON.parse(text) as Record<string, unknown>[])
        .filter((row) => JSON.stringify(row).includes(`${tenant}#`) && JSON.stringify(row).includes(user))
        .filter((row) => row.type !== 'erasure.completed')
        // what two users share goes with either
        .filter((row) => user === ANN || !JSON.stringify(row).includes(ANN))
        .map(({ pk, sk, user_id }) => `${pk ?? user_id} ${sk}`);
      const shown = [...images.images, ...enrolledImages.images]
        .filter(([, bytes]) => new TextDecoder().decode(bytes).startsWith(user))
        .map(([key]) => key);
      const faces = [...collections.collections.values()].flat().filter(({ person }) => person === user);
      return [...rows, ...shown, ...faces.map(({ faceId }) => faceId)];
    },
    drop: (pk: string, sk: string) =>
      documents.send(new DeleteCommand({ TableName: control, Key: { pk, sk } })),
  };
}
