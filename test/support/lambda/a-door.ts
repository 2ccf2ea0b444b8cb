import { authenticateUser } from '../../../lambda/authentication/authenticate-user.ts';
import type { LoginFindings } from '../../../lambda/authentication/domain/login-decision.ts';
import type { GenerationRegistry } from '../../../lambda/collections/ports/generation-registry.ts';
import { sharpImageEditor } from '../../../lambda/images/adapters/sharp-image-editor.ts';
import type { FaceObservation } from '../../../lambda/images/domain/quality-gate.ts';
import type { AbusePolicy } from '../../../lambda/kernel/abuse-policy.ts';
import { createCheck } from '../../../lambda/kernel/check.ts';
import { DEFAULT_POLICY } from '../../../lambda/kernel/default-policy.ts';
import type { ReasonCode } from '../../../lambda/kernel/reason-code.ts';
import type { VerificationSession } from '../../../lambda/sessions/domain/verification-session.ts';
import { aPicture } from './a-picture.ts';
import { aFace, aMapping, aSession, minutesAfter, NOON } from './builders.ts';
import { InMemoryCollections } from './in-memory-collections.ts';
import { InMemoryEnrollments } from './in-memory-enrollments.ts';
import { activeGenerations } from './in-memory-generations.ts';
import { InMemoryImages } from './in-memory-images.ts';
import { InMemorySessionStore } from './in-memory-session-store.ts';
import { searchPorts } from './in-memory-users.ts';
import { recordedMetrics } from './recorded-metrics.ts';

export const COLLECTION = 'face-idv.acme.g1.0';
const picture: Uint8Array = await aPicture();

/** The type that is asked for is decided by the method, and the other one by the other method. */
const methods = ({
  type = 'authentication',
  method = 'search',
}: {
  type?: 'authentication' | 'step_up';
  method?: 'search' | 'compare';
}) => {
  const other = { method: method === 'search' ? 'compare' : 'search' } as const;
  return type === 'step_up'
    ? { authentication: other, step_up: { method } }
    : { authentication: { method }, step_up: other };
};

/** Ann is enrolled as user-1, Bob as user-2, both in one collection; `person` stands before the camera. */
export function aDoor(
  person: string,
  options: {
    method?: 'search' | 'compare';
    faces?: readonly FaceObservation[];
    generations?: GenerationRegistry;
    /** How alike Ann's picture is to that which she enrolled with. */
    similarity?: number;
    abuse?: AbusePolicy;
    type?: 'authentication' | 'step_up';
    /** Answer of the watchlists. */
    listed?: LoginFindings;
    /** Reasons of the comparison of its capture, and how the policy treats equal ones. */
    copied?: readonly ReasonCode[];
    equal?: 'decline' | 'review';
  } = {},
) {
  const { emit, metrics } = recordedMetrics();
  const session = aSession({
    type: options.type ?? 'authentication',
    ...(options.type === 'step_up'
      ? { transaction: { json: '{"amount":"1"}', sha256: 'a'.repeat(64) } }
      : {}),
    status: 'processing',
    submitted_at: NOON.toISOString(),
    selfie: { key: 'selfie' },
    checks: options.copied
      ? {
          capture_comparison: createCheck({ reasons: options.copied, calls: {} }, NOON, NOON, {}),
        }
      : {},
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
  const askedLists: string[] = [];
  const dependencies = {
    transitions: sessions,
    receipts: sessions.receipts,
    collectionPrefix: 'face-idv',
    ledgers: sessions.lockouts,
    takeovers: sessions.takeovers,
    sessions,
    mappings,
    interactions: sessions.interactions,
    collections,
    ...searchPorts(collections),
    generations: options.generations ?? activeGenerations(),
    images: new InMemoryImages({ selfie: picture }),
    enrolledImages: new InMemoryImages({ ann: new TextEncoder().encode('ann') }, 'enrolled'),
    editor: sharpImageEditor,
    faces: {
      detectFaces: async () => options.faces ?? [aFace()],
      compareFaces: async (_selfie: Uint8Array, reference: Uint8Array) => {
        compared.push(new TextDecoder().decode(reference));
        const similarity = person === 'ann' ? (options.similarity ?? 99.5) : 12;
        const { bbox } = aMapping();
        return { selfieFace: bbox, faces: [{ similarity, boundingBox: bbox }] };
      },
    },
    policy: {
      ...DEFAULT_POLICY,
      ...methods(options),
      abuse: options.abuse ?? DEFAULT_POLICY.abuse,
      replay: { ...DEFAULT_POLICY.replay, equal: options.equal ?? DEFAULT_POLICY.replay.equal },
    },
    clock: () => minutesAfter(1),
    emit,
    checkWatchlists: async (one: VerificationSession) => {
      askedLists.push(one.id);
      return options.listed ?? { declinedFor: [], noted: [] };
    },
  };
  return {
    ...dependencies,
    metrics,
    compared,
    askedLists,
    session,
    knock: (one = session) => authenticateUser(one, dependencies),
  };
}
