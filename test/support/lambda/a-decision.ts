import type { ReplicatedImage } from '../../../lambda/enrollment/domain/replicated-image.ts';
import { DEFAULT_POLICY } from '../../../lambda/kernel/default-policy.ts';
import { decideRegistration } from '../../../lambda/registration/decide-registration.ts';
import type { VerificationSession } from '../../../lambda/sessions/domain/verification-session.ts';
import type { UserVectors } from '../../../lambda/user-vectors/user-vectors.ts';
import {
  aClaim,
  anIndexedFace,
  aPreparedSelfie,
  aRegistration,
  aSession,
  minutesAfter,
  NOON,
  passed,
  TENANT,
} from './builders.ts';
import { InMemoryEnrollments } from './in-memory-enrollments.ts';
import { InMemoryImages } from './in-memory-images.ts';
import { InMemorySessionStore } from './in-memory-session-store.ts';
import { recordedMetrics } from './recorded-metrics.ts';

/** A comparison of selfie and document that was passed. */
export const faceMatch = {
  status: 'passed' as const,
  reason_codes: [],
  measures: [{ name: 'similarity_percent', value: 98.7, limit: '>= 95' }],
  started_at: NOON.toISOString(),
  duration_ms: 1,
  billable_calls: {},
  cost_usd: 0,
};

/** Checks without which nothing is approved, but for the comparison. */
const REQUIRED = passed('document_quality', 'face_indexing', 'duplicate_search');

/** The decision on a session whose claim holds an indexed face. */
export async function aDecision(session: Partial<VerificationSession> = {}, policy = DEFAULT_POLICY) {
  const { emit, metrics } = recordedMetrics();
  const sessions = new InMemorySessionStore(
    aSession({
      status: 'processing',
      ...session,
      checks: { ...REQUIRED, ...(session.checks ?? { face_match: faceMatch }) },
    }),
  );
  const enrollments = new InMemoryEnrollments(sessions);
  const dependencies = {
    sessions,
    transitions: sessions,
    ledgers: sessions.lockouts,
    enrollments,
    mappings: enrollments,
    removal: enrollments,
    deletions: enrollments.requestedDeletions,
    deletionQueue: enrollments.deletionQueue,
    approvals: enrollments,
    images: new InMemoryImages({ selfie: new Uint8Array([1]) }),
    enrolledImages: new InMemoryImages({}, 'enrolled'),
    policy,
    clock: () => minutesAfter(2),
    emit,
  };
  const built: unknown[] = [];
  const replicated: unknown[] = [];
  const requests = {
    buildVector: async ({ tenant, user_id, collection_id }: Parameters<UserVectors['build']>[0]) =>
      void built.push([tenant, user_id, collection_id]),
    replication: { send: async (image: ReplicatedImage) => void replicated.push(image) },
  };
  await enrollments.claim(aClaim());
  await enrollments.recordFace(aClaim(), anIndexedFace(), []);
  const registration = aRegistration();
  return {
    ...dependencies,
    ...requests,
    built,
    replicated,
    metrics,
    stored: () => sessions.stored(TENANT, 'vs_1'),
    approve: () =>
      decideRegistration(
        { outcome: 'approved', registration, selfie: aPreparedSelfie(), enrollment: anIndexedFace() },
        { ...dependencies, ...requests },
      ),
    decline: (reason_codes: string[], run?: number) =>
      decideRegistration(
        {
          outcome: 'declined',
          registration: { ...registration, ...(run === undefined ? {} : { run }) },
          reason_codes,
        },
        { ...dependencies, ...requests },
      ),
    fail: (error: string) =>
      decideRegistration({ outcome: 'error', registration, error }, { ...dependencies, ...requests }),
  };
}
