import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { authenticateUser } from '../../../lambda/authentication/authenticate-user.ts';
import { createIdentifier } from '../../../lambda/kernel/identifier.ts';
import { DEFAULT_POLICY, verificationPolicySchema } from '../../../lambda/kernel/policy.ts';
import { createDynamoShadowReadStore } from '../../../lambda/migration/adapters/dynamo-shadow-read-store.ts';
import { type Migration, NO_IMAGES } from '../../../lambda/migration/domain/migration.ts';
import { reportOf } from '../../../lambda/migration/domain/shadow-read.ts';
import type { ShadowReadRequest } from '../../../lambda/migration/ports/shadow-reads.ts';
import { shadowRead } from '../../../lambda/migration/shadow-read.ts';
import { searchDuplicateFaces } from '../../../lambda/registration/search-duplicate-faces.ts';
import { aPicture } from '../../support/lambda/a-picture.ts';
import {
  aFace,
  aMapping,
  aPreparedImage,
  aRegistration,
  aSession,
  minutesAfter,
  NOON,
  TENANT,
} from '../../support/lambda/builders.ts';
import { type DynamoTables, someDynamoTables } from '../../support/lambda/dynamo-tables.ts';
import { anImageOf, InMemoryCollections } from '../../support/lambda/in-memory-collections.ts';
import { InMemoryEnrollments } from '../../support/lambda/in-memory-enrollments.ts';
import { activeGenerations, aGeneration } from '../../support/lambda/in-memory-generations.ts';
import { InMemoryImages } from '../../support/lambda/in-memory-images.ts';
import { InMemorySessionStore } from '../../support/lambda/in-memory-session-store.ts';
import { NO_SHADOW_READS } from '../../support/lambda/in-memory-shadow-reads.ts';
import { searchPorts } from '../../support/lambda/in-memory-users.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';
import { unique } from '../../support/lambda/unique.ts';

const FILLING = aGeneration({ generation: 'g2', shards: 3 });
const OLD = `face-idv.${TENANT}.g1.1`;
const NEW = `face-idv.${TENANT}.g2.2`;
const POLICY = verificationPolicySchema.parse({
  ...DEFAULT_POLICY,
  match_thresholds: { '6.0': { regular: 95, sensitive: 99 }, '7.0': { regular: 98, sensitive: 99 } },
});
/** When faces were enrolled of which nothing else is said. */
const LONG_AGO = createIdentifier('img', minutesAfter(-60), new Uint8Array(10));

let tables: DynamoTables;
let picture: Uint8Array;
beforeAll(async () => {
  tables = await someDynamoTables();
  picture = await aPicture();
});
afterAll(() => tables.close());

/** A tenant whose migration from g1 to g2 is ready; `person` stands before the camera. */
function aTenant(person = 'ann', status: Migration['status'] = 'ready') {
  const { emit, metrics } = recordedMetrics();
  const migration: Migration = {
    tenant: TENANT,
    id: unique('mig'),
    from: 'g1',
    to: 'g2',
    status,
    created_at: NOON.toISOString(),
    total: 0,
    pass: 1,
    position: { shard: 0 },
    counts: NO_IMAGES,
    calls: {},
  };
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
    enrollments,
    mappings: enrollments,
    collections,
    ...searchPorts(collections),
    images: new InMemoryImages({ selfie: picture }),
    enrolledImages: new InMemoryImages({}, 'enrolled'),
    faces: { detectFaces: async () => [aFace()], compareFaces: async () => 0 },
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
      selfie: aPreparedImage(),
      phase: 'before_indexing',
    } as const;
    await searchDuplicateFaces(input, shared);
    return lastAsked();
  };
  const authenticate = async () => {
    await authenticateUser({ ...session, type: 'authentication' }, shared);
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
type Tenant = ReturnType<typeof aTenant>;

describe('the search for duplicates, asked of both generations', () => {
  it.each<[string, (tenant: Tenant) => void, string]>([
    ['nobody is enrolled', () => {}, 'both_none'],
    [
      'both know the person',
      ({ enroll }) => {
        enroll('ann', 'bob', OLD);
        enroll('ann', 'bob', NEW);
      },
      'same_person',
    ],
    ['the new one lacks the person', ({ enroll }) => enroll('ann', 'bob', OLD), 'only_old'],
    ['the new one alone has the person', ({ enroll }) => enroll('ann', 'bob', NEW), 'only_new'],
    [
      'they know the person as two users',
      ({ enroll }) => {
        enroll('ann', 'bob', OLD);
        enroll('ann', 'cyd', NEW);
      },
      'different_person',
    ],
    [
      'the user of the session was enrolled meanwhile',
      ({ enroll }) => enroll('ann', 'user-1', NEW),
      'both_none',
    ],
    [
      'another user was enrolled meanwhile',
      ({ enroll }) => enroll('ann', 'bob', NEW, createIdentifier('img', minutesAfter(1), new Uint8Array(10))),
      'both_none',
    ],
  ])('%s', async (_about, prepare, kind) => {
    const tenant = aTenant();
    prepare(tenant);
    await tenant.read(await tenant.register());
    const agrees = kind === 'same_person' || kind === 'both_none';
    expect(await tenant.report()).toMatchObject({
      compared: 1,
      agreed: agrees ? 1 : 0,
      counts: { [kind]: 1 },
      billable_calls: { SearchFacesByImage: FILLING.shards },
    });
    expect(await tenant.disagreements()).toEqual(
      agrees
        ? []
        : [{ session_id: 'vs_1', search: 'duplicate_search', kind, compared_at: NOON.toISOString() }],
    );
    expect(tenant.metrics).toContainEqual({ name: 'ShadowRead', value: 1, dimensions: { Result: kind } });
  });

  it('tells how the similarity of a match has changed, by the threshold of each model', async () => {
    const tenant = aTenant();
    tenant.enroll('ann', 'bob', OLD);
    tenant.enroll('ann', 'bob', NEW);
    tenant.collections.faceModelVersion = '6.0';
    const request = await tenant.register();
    tenant.collections.faceModelVersion = '7.0';
    tenant.collections.similarity = 98.5;
    await tenant.read(request);
    expect(await tenant.report()).toMatchObject({ mean_similarity_change: -1.4, mean_margin_change: -4.4 });
  });

  it('judges either answer by the threshold of the model that gave it', async () => {
    const tenant = aTenant();
    tenant.enroll('ann', 'bob', OLD);
    tenant.enroll('ann', 'bob', NEW);
    tenant.collections.similarity = 97;
    tenant.collections.faceModelVersion = '6.0';
    const request = await tenant.register();
    tenant.collections.faceModelVersion = '7.0';
    await tenant.read(request);
    // 97 is a match at 6.0 and none at 7.0
    expect(await tenant.report()).toMatchObject({ counts: { only_old: 1 } });
  });

  it('counts a message that comes twice once', async () => {
    const tenant = aTenant();
    const request = await tenant.register();
    await tenant.read(request);
    await tenant.read(request);
    expect(await tenant.report()).toMatchObject({
      compared: 1,
      billable_calls: { SearchFacesByImage: FILLING.shards },
    });
  });

  it('says nothing of a person who was deleted meanwhile, nor while the new generation is filled', async () => {
    const tenant = aTenant();
    const face = tenant.enroll('ann', 'bob', OLD);
    const request = await tenant.register();
    tenant.enrollments.faces.delete(face);
    await tenant.read(request);
    expect(await tenant.report()).toEqual(reportOf(NO_SHADOW_READS));

    const filling = aTenant('ann', 'filling');
    await filling.read(await filling.register());
    expect(await filling.report()).toEqual(reportOf(NO_SHADOW_READS));
    expect(filling.collections.calls.filter((call) => call.includes('.g2.'))).toEqual([]);
  });

  it('counts a search without an answer, and rings no alarm of searches that somebody waits for', async () => {
    const tenant = aTenant();
    const request = await tenant.register();
    tenant.collections.broken.set(NEW, Object.assign(new Error('no'), { name: 'AccessDeniedException' }));
    await tenant.read(request);
    expect(await tenant.report()).toMatchObject({ compared: 0, failed: 1 });
    expect(tenant.failures).toMatchObject([{ name: 'SearchIncomplete' }]);
    expect(tenant.metrics.map(({ name }) => name)).not.toContain('SearchIncomplete');
  });

  it('asks nothing where others need the rate', async () => {
    const tenant = aTenant();
    const request = await tenant.register();
    tenant.rate.waitMs = 10_000;
    await tenant.read(request);
    expect(await tenant.report()).toMatchObject({ compared: 0, failed: 1, billable_calls: {} });
    expect(tenant.failures).toMatchObject([{ name: 'RateExhausted' }]);
  });
});

describe('an authentication, asked of both generations', () => {
  it.each<[string, string, (tenant: Tenant) => void, string]>([
    ['both know the user', 'ann', ({ enroll }) => enroll('ann', 'user-1', NEW), 'same_person'],
    ['the new one lacks the user', 'ann', () => {}, 'only_old'],
    ['a stranger is let in by neither', 'eve', ({ enroll }) => enroll('ann', 'user-1', NEW), 'both_none'],
    ['a stranger is let in by the new one', 'eve', ({ enroll }) => enroll('eve', 'user-1', NEW), 'only_new'],
  ])('%s', async (_about, person, prepare, kind) => {
    const tenant = aTenant(person);
    tenant.enroll('ann', 'user-1', OLD);
    prepare(tenant);
    await tenant.read(await tenant.authenticate());
    expect(await tenant.report()).toMatchObject({ compared: 1, counts: { [kind]: 1 } });
  });
});

describe('asking for a comparison', () => {
  it('leaves the decision as it is, whatever becomes of the message', async () => {
    for (const send of [
      async () => {
        throw new Error('the queue is gone');
      },
      () => new Promise<void>(() => {}),
    ]) {
      const tenant = aTenant();
      const timeout = () => AbortSignal.timeout(20);
      const input = {
        registration: aRegistration(),
        selfie: aPreparedImage(),
        phase: 'before_indexing',
      } as const;
      const verdict = searchDuplicateFaces(input, { ...tenant, timeout, shadowReads: { send } });
      expect(await verdict).toEqual({ continue: true, reason_codes: [] });
      expect(tenant.metrics).toContainEqual({
        name: 'ShadowRead',
        value: 1,
        dimensions: { Result: 'not_asked' },
      });
    }
  });

  it('does not happen outside a migration, for a session outside the sample, and after indexing', async () => {
    const tenant = aTenant();
    const input = {
      registration: aRegistration(),
      selfie: aPreparedImage(),
      phase: 'before_indexing',
    } as const;
    await searchDuplicateFaces(input, { ...tenant, generations: activeGenerations() });
    await searchDuplicateFaces(input, {
      ...tenant,
      shadowReadPolicy: { ...tenant.shadowReadPolicy, share_percent: 0 },
    });
    await searchDuplicateFaces({ ...input, phase: 'after_indexing' }, tenant);
    expect(tenant.asked).toEqual([]);
  });
});
