import type { FaceMapping, UserFaceMapping } from '../../../lambda/enrollment/domain/face-mapping.ts';
import { type FaceOwner, ownerKey } from '../../../lambda/kernel/face-owner.ts';
import { aReviewCase, InMemoryReviewCases } from './a-review-case.ts';
import { aCompleteSession, aLivenessSession, aMapping, NOON } from './builders.ts';
import { InMemorySessionStore } from './in-memory-session-store.ts';

const BUCKET_URL = 's3://enrolled/';

/** The case of ann and bob, who have a session and an enrolled face each. */
export function aCaseFile() {
  const cases = new InMemoryReviewCases();
  cases.cases.push(aReviewCase());
  const sessions = new InMemorySessionStore();
  /** Faces of watchlist entries. */
  const listed: FaceMapping[] = [];
  const faces: UserFaceMapping[] = [];
  for (const user_id of ['ann', 'bob']) {
    const id = `vs_${user_id}`;
    sessions.add(
      aCompleteSession({
        id,
        user_id,
        selfie: { key: `acme/${id}/selfie`, version_id: 'v1' },
        document: { key: `acme/${id}/document`, version_id: 'v2' },
      }),
    );
    sessions.addLiveness(
      aLivenessSession({
        id: `liveness-${user_id}`,
        verification_session_id: id,
        user_id,
        audit_images: [{ key: `acme/${id}/audit` }],
      }),
    );
    faces.push(
      aMapping({
        user_id,
        session_id: id,
        face_id: `face-of-${user_id}`,
        image_id: `img_${user_id}`,
        s3_image_url: `${BUCKET_URL}acme/img_${user_id}`,
      }),
    );
  }
  return {
    cases,
    sessions,
    faces,
    mappings: {
      listOfUser: async (tenant: string, userId: string) =>
        faces.filter((face) => face.tenant === tenant && face.user_id === userId),
      listOfOwner: async (tenant: string, owner: FaceOwner) =>
        [...faces, ...listed].filter((face) => face.tenant === tenant && ownerKey(face) === ownerKey(owner)),
    },
    listed,
    enrolledImages: { keyOf: (url: string) => url.slice(BUCKET_URL.length) },
    clock: () => NOON,
  };
}
