import type {
  SearchUsersByImageRequest,
  SearchUsersByImageResponse,
  SearchUsersRequest,
  SearchUsersResponse,
  UnsearchedFace,
  UserMatch,
} from '@aws-sdk/client-rekognition';
import type { Collection } from '../collections/collection.ts';
import type { CollectionEntry } from '../collections/collection-registry.ts';
import type { StoredUser } from '../collections/user-directory.ts';
import { RekognitionError } from '../rekognition-error.ts';
import { faceDetail, wantedAttributes } from './face-detail.ts';
import { analyzeImage } from './images.ts';
import { type OperationContext, required } from './operation.ts';
import { filteredFor } from './quality-filter.ts';
import { userOf } from './users.ts';

/** SearchUsers API reference, `UserMatchThreshold`. */
const DEFAULT_THRESHOLD_PERCENT = 80;

/** The answer to a caller that names no `MaxUsers`. AWS publishes no figure. */
const DEFAULT_MAX_USERS = 100;

/** Searches with the vector of a face, or with that of a user, who is not among the matches. */
export async function searchUsers(
  input: SearchUsersRequest,
  context: OperationContext,
): Promise<SearchUsersResponse> {
  const { entry, collection } = await context.registry.open(required(input.CollectionId));
  const { state } = collection;
  const { UserId: userId, FaceId: faceId } = input;
  if ((userId === undefined) === (faceId === undefined)) {
    throw new RekognitionError(
      'InvalidParameterException',
      'Request has invalid parameters: a search has either UserId or FaceId',
    );
  }
  const search = { entry, collection, limits: input, context };
  if (faceId !== undefined) {
    const face = state.faces.get(faceId);
    if (!face) {
      throw new RekognitionError('InvalidParameterException', 'faceId was not found in the collection');
    }
    return {
      UserMatches: matches(search, state.faces.vectorOf(face)),
      FaceModelVersion: entry.faceModelVersion,
      SearchedFace: { FaceId: faceId },
    };
  }
  const user = userOf(state, required(userId));
  const vector = state.users.vectorOf(user, context.clock.now());
  return {
    UserMatches: vector ? matches(search, vector, user) : [],
    FaceModelVersion: entry.faceModelVersion,
    SearchedUser: { UserId: user.userId },
  };
}

/**
 * Searches with the largest face of an image. An image without one has no match, which is not an error here.
 */
export async function searchUsersByImage(
  input: SearchUsersByImageRequest,
  context: OperationContext,
): Promise<SearchUsersByImageResponse> {
  const { entry, collection } = await context.registry.open(required(input.CollectionId));
  const wanted = wantedAttributes();
  const analysis = await analyzeImage(context, input.Image, { embeddings: entry.faceModelVersion });
  const judged = analysis.faces.map((face) => ({
    face,
    reasons: filteredFor(input.QualityFilter ?? 'NONE', face, analysis),
  }));
  const searched = judged.find(({ reasons }) => reasons.length === 0)?.face;
  const unsearched = judged
    .filter(({ face }) => face !== searched)
    .map(
      ({ face, reasons }): UnsearchedFace => ({
        FaceDetails: faceDetail(face, wanted),
        Reasons: reasons.length > 0 ? reasons : ['FACE_NOT_LARGEST'],
      }),
    );
  const common = { FaceModelVersion: entry.faceModelVersion, UnsearchedFaces: unsearched };
  if (!searched) return { UserMatches: [], ...common };
  const search = { entry, collection, limits: input, context };
  return {
    UserMatches: matches(search, required(searched.embedding)),
    SearchedFace: { FaceDetail: faceDetail(searched, wanted) },
    ...common,
  };
}

interface UserSearch {
  readonly entry: CollectionEntry;
  readonly collection: Collection;
  readonly limits: Pick<SearchUsersRequest, 'MaxUsers' | 'UserMatchThreshold'>;
  readonly context: OperationContext;
}

/** The users nearest to a vector, most similar first. */
function matches(
  { entry: { faceModelVersion }, collection, limits, context }: UserSearch,
  query: Float32Array,
  skipped?: StoredUser,
): UserMatch[] {
  const { users } = collection.state;
  const now = context.clock.now();
  return users
    .nearest(query, limits.MaxUsers ?? DEFAULT_MAX_USERS, now, skipped)
    .map(({ found, vector }) => ({
      Similarity: context.engine.similarity(faceModelVersion, query, vector),
      User: { UserId: found.userId, UserStatus: users.statusOf(found, now) },
    }))
    .filter(({ Similarity }) => Similarity >= (limits.UserMatchThreshold ?? DEFAULT_THRESHOLD_PERCENT));
}
