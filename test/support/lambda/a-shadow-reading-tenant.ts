import { authenticateUser } from '../../../lambda/authentication/authenticate-user.ts';
import { sharpImageEditor } from '../../../lambda/images/adapters/sharp-image-editor.ts';
import { DEFAULT_POLICY } from '../../../lambda/kernel/default-policy.ts';
import { createIdentifier } from '../../../lambda/kernel/identifier.ts';
import { verificationPolicySchema } from '../../../lambda/kernel/policy.ts';
import { createDynamoShadowReadStore } from '../../../lambda/migration/adapters/dynamo-shadow-read-store.ts';
import type { Migration } from '../../../lambda/migration/domain/migration.ts';
import { reportOf } from '../../../lambda/migration/domain/shadow-read.ts';
import type { ShadowReadRequest } from '../../../lambda/migration/ports/shadow-reads.ts';
import { shadowRead } from '../../../lambda/migration/shadow-read.ts';
import { searchDuplicateFaces } from '../../../lambda/registration/search-duplicate-faces.ts';
import { aMigration } from './a-migration.ts';
import { pinned } from './a-policy.ts';
import { noWatchlists } from './a-watchlist.ts';
import {
  aFace,
  aMapping,
  anIndexedFace,
  aPreparedSelfie,
  aRegistration,
  aSession,
  minutesAfter,
  NOON,
  TENANT,
} from './builders.ts';
import type { DynamoTables } from './dynamo-tables.ts';
import { InMemoryAllowedPairs } from './in-memory-allowed-pairs.ts';
import { anImageOf, InMemoryCollections } from './in-memory-collections.ts';
import { InMemoryEnrollments } from './in-memory-enrollments.ts';
import { activeGenerations, aGeneration } from './in-memory-generations.ts';
import { InMemoryImages } from './in-memory-images.ts';
import { InMemorySessionStore } from './in-memory-session-store.ts';
import { searchPorts } from './in-memory-users.ts';
import { recordedMetrics } from './recorded-metrics.ts';
import { unique } from './unique.ts';

export const FILLING = aGeneration({ generation: 'g2', shards: 3 });
export const OLD = `face-idv.${TENANT}.g1.1`;
export const NEW = `face-idv.${TENANT}.g2.2`;
const POLICY = verificationPolicySchema.parse({
  ...DEFAULT_POLICY,
  match_thresholds: { '6.0': { regular: 95, sensitive: 99 }, '7.0': { regular: 98, sensitive: 99 } },
});
/** When faces were enrolled of which nothing else is said. */
const LONG_AGO = createIdentifier('img', minutesAfter(-60), new Uint8Array(10));

/** A tenant whose migration from g1 to g2 is ready; `person` stands before the camera. */
export function aShadowReadingTenant(
  tables: DynamoTables,
  picture: Uint8Array,
  person = 'ann',
  status: Migration['status'] = 'ready',
) {
  const { emit, metrics } = recordedMetrics();
  const migration = aMigration({ id: unique('mig'), status });
  const session = aSession({ status: 'processing', selfie: { key: 'selfie' } });
  const sessions = new InMemorySessionStore(session);
  const enrollments = new InMemoryEnrollments(sessions);
  const collections = new InMemoryCollections();
  const search = collections.search.bind(collections);
  // the picture is a real JPEG for the gate; the collections know people by name
  collections.search = (id, _image, threshold) => search(id, anImageOf(person), threshold);
  const failures: unknown[] = [];
  const rate = { waitMs: 0 };
  const shared = {
    sessions,
    receipts: sessions.receipts,
    transitions: sessions,
    ledgers: sessions.lockouts,
    takeovers: sessions.takeovers,
    enrollments,
    mappings: enrollments,
    pairs: new InMemoryAllowedPairs(),
    collections,
    ...searchPorts(collections),
    images: new InMemoryImages({ selfie: picture }),
    enrolledImages: new InMemoryImages({}, 'enrolled'),
    editor: sharpImageEditor,
    faces: { detectFaces: async () => [aFace()], compareFaces: async () => undefined },
    generations: activeGenerations({}, { filling: FILLING }),
    collectionPrefix: 'face-idv',
    policy: POLICY,
    clock: () => NOON,
    emit,
  };
  const shadowReads = createDynamoShadowReadStore(tables.documents, tables.control, shared.clock);
  const read = (request: ShadowReadRequest) =>
    shadowRead(request, {
      ...shared,
      policyOf: pinned(POLICY),
      migrations: { list: async () => ({ migrations: [migration] }) },
      shadowReads,
      limiter: { reserve: async () => ({ waitMs: rate.waitMs }) },
      reportFailure: (_session, error) => failures.push(error),
    });
  /** A face of somebody in one generation, who is enrolled. */
  const enroll = (who: string, user_id: string, collection: string, image_id = LONG_AGO) => {
    const face_id = collections.add(collection, who, image_id);
    enrollments.faces.set(face_id, { state: 'mapped', user_id });
    const mapping = aMapping({ user_id, face_id, collection_id: collection, image_id });
    enrollments.mappings.set(face_id, mapping);
    return face_id;
  };
  const lastAsked = () => {
    const request = shared.asked.at(-1);
    if (!request) throw new Error('nothing was asked of the new generation');
    return request;
  };
  /** Decides by the old generation, and asks the new one what was sent. */
  const register = async () => {
    const input = {
      registration: aRegistration(),
      selfie: aPreparedSelfie(),
      enrollment: anIndexedFace({ face_id: 'own' }),
    };
    await searchDuplicateFaces(input, { ...shared, ...noWatchlists(), takePermits: async () => {} });
    return lastAsked();
  };
  const authenticate = async () => {
    await authenticateUser(
      { ...session, type: 'authentication' },
      {
        ...shared,
        interactions: { get: async () => undefined },
        checkWatchlists: async () => ({ declinedFor: [], noted: [] }),
      },
    );
    return lastAsked();
  };
  return {
    ...shared,
    metrics,
    rate,
    failures,
    migration,
    enroll,
    register,
    authenticate,
    read,
    disagreements: () => shadowReads.disagreements(migration, 10),
    report: async () => reportOf(await shadowReads.figures(migration)),
  };
}
export type ShadowReadingTenant = ReturnType<typeof aShadowReadingTenant>;
