import { deleteRevokedFaces } from '../../../lambda/enrollment/delete-revoked-faces.ts';
import { DEFAULT_POLICY } from '../../../lambda/kernel/default-policy.ts';
import { claimEnrollment } from '../../../lambda/registration/claim-enrollment.ts';
import { indexFace } from '../../../lambda/registration/index-face.ts';
import { undoInterruptedRegistration } from '../../../lambda/registration/undo-interrupted-registration.ts';
import { aMatch, aPreparedSelfie, aRegistration, aSession, NOON, TENANT } from './builders.ts';
import { anImageOf, InMemoryCollections } from './in-memory-collections.ts';
import { InMemoryEnrollments } from './in-memory-enrollments.ts';
import { activeGenerations } from './in-memory-generations.ts';
import { InMemoryImages } from './in-memory-images.ts';
import { InMemorySessionStore } from './in-memory-session-store.ts';
import { recordedMetrics } from './recorded-metrics.ts';
import { unlimitedRate } from './unlimited-rate.ts';

/** The one collection of its tenant. */
export const COLLECTION = 'face-idv.acme.g1.0';

/** A registration that is being processed, the tasks that claim and index, and what undoes it. */
export function anEnrollment(
  person = 'ann',
  generations = activeGenerations({ shards: 1 }),
  policy = DEFAULT_POLICY,
) {
  const { emit, metrics } = recordedMetrics();
  const sessions = new InMemorySessionStore(aSession({ status: 'processing' }));
  const enrollments = new InMemoryEnrollments(sessions);
  const collections = new InMemoryCollections();
  const dependencies = {
    freeEndedClaim: async () => false,
    sessions,
    receipts: sessions.receipts,
    transitions: sessions,
    enrollments,
    mappings: enrollments,
    removal: enrollments,
    deletions: enrollments.requestedDeletions,
    deletionQueue: enrollments.deletionQueue,
    ...unlimitedRate,
    collections,
    images: new InMemoryImages({ selfie: anImageOf(person) }),
    enrolledImages: new InMemoryImages({}, 'enrolled'),
    collectionPrefix: 'face-idv',
    generations,
    policy,
    clock: () => NOON,
    newIdentifier: () => 'img_1',
    emit,
  };
  const registration = aRegistration();
  const selfie = aPreparedSelfie();
  /** Works off the queue, and returns what could not be deleted. */
  const deleteFaces = () =>
    deleteRevokedFaces(
      TENANT,
      enrollments.sentDeletions.splice(0).map(({ id }) => id),
      dependencies,
    );
  return {
    ...dependencies,
    dependencies,
    registration,
    metrics,
    claim: () => claimEnrollment(aMatch(registration, selfie), dependencies),
    index: () => indexFace({ registration, selfie }, dependencies),
    deleteFaces,
    /** Ends the session as an error and deletes what it has indexed. */
    undo: async () => {
      await undoInterruptedRegistration(registration, 'Fault', dependencies);
      await deleteFaces();
    },
  };
}
