import { openLockouts, openTakeoverSignals } from '../abuse/wiring.ts';
import { openAllowedPairs } from '../allowed-pairs/wiring.ts';
import { readGenerations } from '../collections/adapters/generations-file.ts';
import { createDynamoFaceMappingStore } from '../enrollment/adapters/dynamo-face-mapping-store.ts';
import { openFaceRecords, openLastInteractions } from '../enrollment/wiring.ts';
import { createS3ImageStore } from '../images/adapters/s3-image-store.ts';
import { sharpImageEditor } from '../images/adapters/sharp-image-editor.ts';
import { openFaceAnalysis } from '../images/wiring.ts';
import type { VerificationPolicy } from '../kernel/policy.ts';
import { shadowReadRequests } from '../migration/wiring.ts';
import { documentClient } from '../platform/clients/dynamo.ts';
import { rekognitionClient } from '../platform/clients/rekognition.ts';
import { s3Client } from '../platform/clients/s3.ts';
import { faceSearch } from '../search/wiring.ts';
import type { VerificationSession } from '../sessions/domain/verification-session.ts';
import { openSessions, openTransitions } from '../sessions/wiring.ts';
import { openWatchlistLookup } from '../watchlist/wiring.ts';
import { checkWatchlistsAtLogin } from './check-watchlists-at-login.ts';

type AuthenticationSettings = Parameters<typeof faceSearch>[1] &
  Parameters<typeof shadowReadRequests>[0] &
  Parameters<typeof openTransitions>[0] & {
    readonly COLLECTION_PREFIX: string;
    readonly ENROLLED_BUCKET: string;
    readonly EVIDENCE_BUCKET: string;
    readonly FACE_MAPPING_TABLE: string;
    readonly STATELESS_REGIONS: string;
  };

/** Creates what decides logins and step-ups. */
export function authentication(settings: AuthenticationSettings) {
  const recognition = {
    ...faceSearch(rekognitionClient, settings),
    ...shadowReadRequests(settings),
    sessions: openSessions(settings),
    transitions: openTransitions(settings),
    ledgers: openLockouts(settings),
    interactions: openLastInteractions(settings),
    takeovers: openTakeoverSignals(settings),
    collectionPrefix: settings.COLLECTION_PREFIX,
    mappings: createDynamoFaceMappingStore(documentClient, settings.FACE_MAPPING_TABLE),
    images: createS3ImageStore(s3Client, settings.EVIDENCE_BUCKET),
    enrolledImages: createS3ImageStore(s3Client, settings.ENROLLED_BUCKET),
    faces: openFaceAnalysis(settings.STATELESS_REGIONS),
    editor: sharpImageEditor,
  };
  const lists = {
    ...recognition,
    enrollments: openFaceRecords(settings),
    pairs: openAllowedPairs(settings),
    entries: openWatchlistLookup(settings),
    declared: readGenerations(settings),
  };
  return {
    ...recognition,
    /** Returns what decides sessions of a policy. */
    decidingBy: (policy: VerificationPolicy) => ({
      ...recognition,
      policy,
      checkWatchlists: (session: VerificationSession, selfie: Uint8Array) =>
        checkWatchlistsAtLogin(session, selfie, { ...lists, policy }),
    }),
  };
}
