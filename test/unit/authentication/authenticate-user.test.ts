import { beforeAll, describe, expect, it } from 'vitest';
import { authenticateUser } from '../../../lambda/authentication/authenticate-user.ts';
import type { FaceObservation } from '../../../lambda/images/domain/quality-gate.ts';
import { DEFAULT_POLICY } from '../../../lambda/kernel/policy.ts';
import { toClientView } from '../../../lambda/sessions/domain/client-view.ts';
import { aPicture } from '../../support/lambda/a-picture.ts';
import { aFace, aMapping, aSession, minutesAfter, NOON } from '../../support/lambda/builders.ts';
import { InMemoryCollections } from '../../support/lambda/in-memory-collections.ts';
import { InMemoryEnrollments } from '../../support/lambda/in-memory-enrollments.ts';
import { activeGenerations } from '../../support/lambda/in-memory-generations.ts';
import { InMemoryImages } from '../../support/lambda/in-memory-images.ts';
import { InMemorySessionStore } from '../../support/lambda/in-memory-session-store.ts';
import { searchPorts } from '../../support/lambda/in-memory-users.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

const COLLECTION = 'face-idv.acme.g1.0';
let picture: Uint8Array;
beforeAll(async () => {
  picture = await aPicture();
});

/** Ann is enrolled as user-1, Bob as user-2, both in one collection; `person` stands before the camera. */
function aDoor(
  person: string,
  options: { method?: 'search' | 'compare'; faces?: readonly FaceObservation[] } = {},
) {
  const { emit, metrics } = recordedMetrics();
  const session = aSession({
    type: 'authentication',
    status: 'processing',
    submitted_at: NOON.toISOString(),
    selfie: { key: 'selfie' },
  });
  const sessions = new InMemorySessionStore(session);
  const mappings = new InMemoryEnrollments(sessions);
  const collections = new InMemoryCollections();
  for (const [who, user_id] of [
    ['ann', 'user-1'],
    ['bob', 'user-2'],
  ] as const) {
    const mapping = aMapping({
      user_id,
      face_id: collections.add(COLLECTION, who),
      s3_image_url: `s3://enrolled/${who}`,
    });
    mappings.mappings.set(mapping.face_id, mapping);
  }
  const search = collections.search.bind(collections);
  // the picture is a real JPEG for the gate; the collections know people by name
  collections.search = (id, _image, threshold) =>
    search(id, new TextEncoder().encode(`${person}|1`), threshold);
  const compared: string[] = [];
  const dependencies = {
    sessions,
    mappings,
    collections,
    ...searchPorts(collections),
    generations: activeGenerations(),
    images: new InMemoryImages({ selfie: picture }),
    enrolledImages: new InMemoryImages({ ann: new TextEncoder().encode('ann') }, 'enrolled'),
    faces: {
      detectFaces: async () => options.faces ?? [aFace()],
      compareFaces: async (_selfie: Uint8Array, reference: Uint8Array) => {
        compared.push(new TextDecoder().decode(reference));
        return person === 'ann' ? 99.5 : 12;
      },
    },
    policy: { ...DEFAULT_POLICY, authentication: { method: options.method ?? 'search' } },
    clock: () => minutesAfter(1),
    emit,
  };
  return {
    ...dependencies,
    metrics,
    compared,
    session,
    knock: (one = session) => authenticateUser(one, dependencies),
  };
}

describe('an authentication by search', () => {
  it('lets the user in, with one look at the own collection', async () => {
    const door = aDoor('ann');
    const decided = await door.knock();
    expect(decided).toMatchObject({
      status: 'approved',
      decision: { outcome: 'approved', decided_by: 'policy' },
    });
    expect(door.collections.calls).toEqual([`search ${COLLECTION}`]);
    expect(decided.checks.enrolled_face_search).toMatchObject({
      status: 'passed',
      measures: [
        { name: 'own_faces_found', value: 1, limit: '>= 1' },
        { name: 'similarity_percent', value: 99.9 },
      ],
      searched_shards: [{ collection_id: COLLECTION, face_model_version: '7.0' }],
      billable_calls: { SearchFacesByImage: 1 },
    });
    expect(door.metrics).toContainEqual({
      name: 'VerificationDecided',
      value: 1,
      dimensions: { Type: 'authentication', Outcome: 'approved' },
    });
  });

  it('does not let another enrolled person in, and tells operators whose face it was', async () => {
    const decided = await aDoor('bob').knock();
    expect(decided.decision?.reason_codes).toEqual(['face_not_recognized']);
    expect(decided.checks.enrolled_face_search?.matches).toEqual([
      { face_id: 'face-2', collection_id: COLLECTION, similarity: 99.9 },
    ]);
  });

  it('does not let a stranger in, nor a face that is not alike enough', async () => {
    expect((await aDoor('cid').knock()).decision?.reason_codes).toEqual(['face_not_recognized']);
    const door = aDoor('ann');
    door.collections.similarity = 94.9;
    expect((await door.knock()).decision?.reason_codes).toEqual(['face_not_recognized']);
  });

  it('does not let in who shows no face to the search', async () => {
    expect((await aDoor('').knock()).decision?.reason_codes).toEqual(['face_not_recognized']);
  });

  it('does not let in a user without a face, and searches nothing', async () => {
    const door = aDoor('ann');
    const session = { ...door.session, user_id: 'user-3' };
    door.sessions.sessions.set('acme#vs_1', session);
    expect((await door.knock(session)).decision?.reason_codes).toEqual(['user_not_enrolled']);
    expect(door.collections.calls).toEqual([]);
  });

  it('looks alike to the client for the impostor, the stranger and the user who is not enrolled', async () => {
    const door = aDoor('ann');
    const unknown = { ...door.session, user_id: 'user-3' };
    door.sessions.sessions.set('acme#vs_1', unknown);
    const views = [await aDoor('bob').knock(), await aDoor('cid').knock(), await door.knock(unknown)].map(
      (session) => ({ ...toClientView(session, NOON), user_id: 'somebody' }),
    );
    expect(views[1]).toEqual(views[0]);
    expect(views[2]).toEqual(views[0]);
    expect(views[0]).toMatchObject({ user_message_key: 'verification_declined', retryable: false });
  });

  it('fails when the collection does not answer, and can be tried again', async () => {
    const door = aDoor('ann');
    door.collections.broken.set(COLLECTION, new Error('no answer'));
    await expect(door.knock()).rejects.toThrow('1 of 1 shards did not answer');
    expect(door.sessions.stored('acme', 'vs_1').status).toBe('processing');
    door.collections.broken.clear();
    expect((await door.knock()).status).toBe('approved');
  });

  it('lets the user in by the second region, and nobody else, while the first is down', async () => {
    const region = 'eu-central-1';
    const replica = `${region}/${COLLECTION}`;
    const knockAs = async (person: string) => {
      const door = aDoor(person);
      door.collections.broken.set(
        COLLECTION,
        Object.assign(new Error(), { name: 'ServiceUnavailableException' }),
      );
      for (const mapping of [...door.mappings.mappings.values()]) {
        const who = mapping.s3_image_url.slice(-3);
        const face_id = door.collections.add(replica, who);
        door.mappings.mappings.set(face_id, { ...mapping, face_id, collection_id: replica });
      }
      const second = {
        region,
        collections: door.collections,
        replicas: { areComplete: async () => true },
      };
      return authenticateUser(door.session, { ...door, second });
    };
    expect(await knockAs('ann')).toMatchObject({
      status: 'approved',
      checks: { enrolled_face_search: { searched_shards: [{ collection_id: replica }] } },
    });
    expect((await knockAs('bob')).decision?.reason_codes).toEqual(['face_not_recognized']);
  });

  it('fails without a selfie, which submitting would have refused', async () => {
    const { selfie: _missing, ...session } = aDoor('ann').session;
    await expect(aDoor('ann').knock(session)).rejects.toThrow('without a selfie');
  });
});

describe('an authentication by comparison', () => {
  it("compares with the user's own enrolled image", async () => {
    const door = aDoor('ann', { method: 'compare' });
    expect((await door.knock()).status).toBe('approved');
    expect(door.compared).toEqual(['ann']);
    expect(door.collections.calls).toEqual([]);
  });

  it('does not let an impostor or an unknown user in', async () => {
    const impostor = await aDoor('bob', { method: 'compare' }).knock();
    expect(impostor.decision?.reason_codes).toEqual(['face_not_recognized']);
    expect(impostor.checks.face_match?.measures).toEqual([
      { name: 'similarity_percent', value: 12, limit: '>= 95' },
    ]);
    const door = aDoor('ann', { method: 'compare' });
    const session = { ...door.session, user_id: 'user-3' };
    door.sessions.sessions.set('acme#vs_1', session);
    expect((await door.knock(session)).decision?.reason_codes).toEqual(['user_not_enrolled']);
  });
});

describe('the quality gate of an authentication', () => {
  it('declines before anything is searched, and says why', async () => {
    const door = aDoor('ann', { faces: [aFace({ sharpness: 1 })] });
    expect((await door.knock()).decision?.reason_codes).toEqual(['image_too_blurry']);
    expect(door.collections.calls).toEqual([]);
    expect(door.metrics.map(({ name }) => name)).toContain('QualityRuleFailed');
  });

  it('declines what is no image', async () => {
    const door = aDoor('ann');
    door.images.images.set('selfie', new Uint8Array([1]));
    expect((await door.knock()).decision?.reason_codes).toEqual(['image_format_unsupported']);
    const unreadable = aDoor('ann');
    unreadable.images.images.set('selfie', picture);
    const faces = { ...unreadable.faces, detectFaces: async () => undefined };
    const decided = await authenticateUser(unreadable.session, { ...unreadable, faces });
    expect(decided.decision?.reason_codes).toEqual(['image_format_unsupported']);
  });
});
