import type {
  AssociateFacesRequest,
  AssociateFacesResponse,
  DisassociateFacesRequest,
  DisassociateFacesResponse,
  UnsuccessfulFaceAssociation,
  UnsuccessfulFaceDisassociation,
} from '@aws-sdk/client-rekognition';
import type { CollectionEntry } from '../collections/collection-registry.ts';
import type { CollectionState } from '../collections/collection-state.ts';
import type { StoredFace } from '../collections/face-directory.ts';
import { meanDirection, type StoredUser } from '../collections/user-directory.ts';
import { RekognitionError } from '../rekognition-error.ts';
import { writeOnce } from './idempotent-write.ts';
import { type OperationContext, required } from './operation.ts';
import { userOf } from './users.ts';

/** AssociateFaces API reference, `UserMatchThreshold`. */
const DEFAULT_THRESHOLD_PERCENT = 75;

/**
 * How long a user's vector lags behind its faces. AWS
 * publishes no figure and asks callers to look at UserStatus.
 */
const USER_VECTOR_DELAY_MS = 1000;

export async function associateFaces(
  input: AssociateFacesRequest,
  context: OperationContext,
): Promise<AssociateFacesResponse> {
  const { entry, collection } = await context.registry.open(required(input.CollectionId));
  const { UserMatchThreshold: threshold = DEFAULT_THRESHOLD_PERCENT } = input;
  const now = context.clock.now();
  return writeOnce(collection, { operation: 'AssociateFaces', parameters: input }, now, (state) => {
    const user = userOf(state, required(input.UserId));
    const confidenceOf = matchConfidence(state, user, entry, context);
    const associated: string[] = [];
    const failed: UnsuccessfulFaceAssociation[] = [];
    for (const faceId of new Set(required(input.FaceIds))) {
      const face = state.faces.get(faceId);
      const confidence = face && confidenceOf?.(face);
      if (!face) failed.push({ FaceId: faceId, Reasons: ['FACE_NOT_FOUND'] });
      else if (face.userId === user.userId) continue;
      else if (face.userId !== undefined) {
        failed.push({ FaceId: faceId, UserId: face.userId, Reasons: ['ASSOCIATED_TO_A_DIFFERENT_USER'] });
      } else if (confidence !== undefined && confidence < threshold) {
        failed.push({ FaceId: faceId, Confidence: confidence, Reasons: ['LOW_MATCH_CONFIDENCE'] });
      } else associated.push(faceId);
    }
    if (user.faceIds.size + associated.length > context.limits.facesOfUser) {
      throw new RekognitionError(
        'ServiceQuotaExceededException',
        `The user id: ${user.userId} may have ${context.limits.facesOfUser} faces, has ${user.faceIds.size}`,
      );
    }
    return {
      changes: userFacesChange('faces-associated', user, associated, now),
      result: {
        AssociatedFaces: associated.map((faceId) => ({ FaceId: faceId })),
        UnsuccessfulFaceAssociations: failed,
        UserStatus: statusAfter(state, user, associated, now),
      },
    };
  });
}

export async function disassociateFaces(
  input: DisassociateFacesRequest,
  context: OperationContext,
): Promise<DisassociateFacesResponse> {
  const { collection } = await context.registry.open(required(input.CollectionId));
  const now = context.clock.now();
  return writeOnce(collection, { operation: 'DisassociateFaces', parameters: input }, now, (state) => {
    const user = userOf(state, required(input.UserId));
    const disassociated: string[] = [];
    const failed: UnsuccessfulFaceDisassociation[] = [];
    for (const faceId of new Set(required(input.FaceIds))) {
      const face = state.faces.get(faceId);
      if (!face) failed.push({ FaceId: faceId, Reasons: ['FACE_NOT_FOUND'] });
      else if (face.userId === user.userId) disassociated.push(faceId);
      else if (face.userId !== undefined) {
        failed.push({ FaceId: faceId, UserId: face.userId, Reasons: ['ASSOCIATED_TO_A_DIFFERENT_USER'] });
      }
    }
    return {
      changes: userFacesChange('faces-disassociated', user, disassociated, now),
      result: {
        DisassociatedFaces: disassociated.map((faceId) => ({ FaceId: faceId })),
        UnsuccessfulFaceDisassociations: failed,
        UserStatus: statusAfter(state, user, disassociated, now),
      },
    };
  });
}

/**
 * How well a face matches the faces that a user already
 * has; nothing while it has none: then any face will do.
 */
function matchConfidence(
  { faces }: CollectionState,
  user: StoredUser,
  { faceModelVersion }: CollectionEntry,
  { engine }: OperationContext,
): ((face: StoredFace) => number) | undefined {
  const own = [...user.faceIds].flatMap((faceId) => faces.get(faceId) ?? []);
  const mean = meanDirection(own.map((face) => faces.vectorOf(face)));
  return mean && ((face) => engine.similarity(faceModelVersion, mean, faces.vectorOf(face)));
}

function userFacesChange(
  kind: 'faces-associated' | 'faces-disassociated',
  { userId }: StoredUser,
  faceIds: readonly string[],
  at: number,
) {
  if (faceIds.length === 0) return [];
  return [{ event: { kind, userId, faceIds, at, readyAt: at + USER_VECTOR_DELAY_MS } }];
}

/** The status for the caller: a change is in progress, or nothing has changed. */
function statusAfter({ users }: CollectionState, user: StoredUser, changed: readonly string[], now: number) {
  return changed.length === 0 ? users.statusOf(user, now) : users.statusDuringChange(user, now);
}
