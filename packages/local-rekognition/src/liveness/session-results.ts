import type { GetFaceLivenessSessionResultsRequest } from '@aws-sdk/client-rekognition';
import type { FaceBox } from '../faces/analysis.ts';
import { required } from '../operations/operation.ts';
import { RekognitionError } from '../rekognition-error.ts';
import type { Clock } from '../types.ts';
import { FEEDBACK_MESSAGES } from './feedback.ts';
import { GET_FACE_LIVENESS_SESSION_RESULTS } from './input-shapes.ts';
import { readInput } from './request.ts';
import { type LivenessSession, type SessionResult, type StoredImage, statusAt } from './session.ts';
import type { SessionStore } from './session-store.ts';

interface BoundingBox {
  readonly Left: number;
  readonly Top: number;
  readonly Width: number;
  readonly Height: number;
}

/** AuditImage of the service model; bytes in base64, as they stand on the wire. */
interface AuditImage {
  readonly Bytes?: string;
  readonly S3Object?: { readonly Bucket: string; readonly Name: string };
  readonly BoundingBox?: BoundingBox;
}

/** GetFaceLivenessSessionResultsResponse of the service model. */
export interface SessionResultsResponse {
  readonly SessionId: string;
  readonly Status: string;
  readonly Confidence?: number;
  readonly ReferenceImage?: AuditImage;
  readonly AuditImages?: readonly AuditImage[];
  readonly Challenge?: { readonly Type: string; readonly Version: string };
  readonly Feedback?: readonly { readonly Code: string; readonly Message: string }[];
  readonly Metadata?: { readonly SDKType: string };
}

/**
 * GetFaceLivenessSessionResults.
 *
 * @throws RekognitionError ValidationException for a malformed id,
 * SessionNotFoundException for an unknown one or one whose time is over
 */
export async function sessionResults(
  input: unknown,
  { store, clock }: { store: SessionStore; clock: Clock },
): Promise<SessionResultsResponse> {
  const { SessionId } = readInput(
    GET_FACE_LIVENESS_SESSION_RESULTS,
    input,
  ) as unknown as GetFaceLivenessSessionResultsRequest;
  const session = findSession(store, required(SessionId));
  const { challenge, sdkType, result } = session;
  return {
    SessionId: session.id,
    Status: statusAt(session, clock.now()),
    ...(challenge && { Challenge: { Type: challenge.type, Version: challenge.version } }),
    ...(result && (await resultMembers(session, result, store))),
    ...(result && sdkType !== undefined && { Metadata: { SDKType: sdkType } }),
  };
}

/** @throws RekognitionError SessionNotFoundException */
export function findSession(store: SessionStore, id: string): LivenessSession {
  const session = store.find(id);
  if (session) return session;
  throw new RekognitionError(
    'SessionNotFoundException',
    `Session Id ${id} not found: a session lives for 3 minutes.`,
  );
}

async function resultMembers(
  session: LivenessSession,
  { confidence, feedback, reference, auditImages }: SessionResult,
  store: SessionStore,
): Promise<Partial<SessionResultsResponse>> {
  return {
    Confidence: confidence,
    ...(reference && { ReferenceImage: await auditImage(session, reference, store) }),
    AuditImages: await Promise.all(auditImages.map((image) => auditImage(session, image, store))),
    Feedback: feedback.map((code) => ({ Code: code, Message: FEEDBACK_MESSAGES[code] })),
  };
}

async function auditImage(
  session: LivenessSession,
  { location, box }: StoredImage,
  store: SessionStore,
): Promise<AuditImage> {
  return {
    ...(location.kind === 's3'
      ? { S3Object: { Bucket: location.bucket, Name: location.key } }
      : { Bytes: (await store.readImage(session.id, location.name)).toString('base64') }),
    ...(box && { BoundingBox: boundingBox(box) }),
  };
}

function boundingBox({ left, top, width, height }: FaceBox): BoundingBox {
  return { Left: left, Top: top, Width: width, Height: height };
}
