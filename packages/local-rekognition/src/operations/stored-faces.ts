import type {
  DeleteFacesRequest,
  DeleteFacesResponse,
  Face,
  ListFacesRequest,
  ListFacesResponse,
  UnsuccessfulFaceDeletion,
} from '@aws-sdk/client-rekognition';
import type { IndexedFace } from '../collections/collection-events.ts';
import type { FaceModelVersion } from '../faces/analysis.ts';
import { boundingBox } from './face-detail.ts';
import { type OperationContext, required } from './operation.ts';
import { pageOf } from './pagination.ts';

/** The page of a caller that names no size, or 0. AWS publishes no figure. */
const DEFAULT_PAGE_SIZE = 1000;

export async function listFaces(
  input: ListFacesRequest,
  context: OperationContext,
): Promise<ListFacesResponse> {
  const { entry, collection } = await context.registry.open(required(input.CollectionId));
  const { UserId: userId, FaceIds: faceIds } = input;
  const { faces } = collection.state;
  const candidates = faceIds
    ? [...new Set(faceIds)]
        .flatMap((faceId) => faces.get(faceId) ?? [])
        .sort((a, b) => a.sequence - b.sequence)
    : faces.all();
  const listed = userId === undefined ? candidates : filter(candidates, (face) => face.userId === userId);
  const list = ['ListFaces', entry.sequence, userId ?? null, faceIds ?? null];
  const { items, nextToken } = pageOf(listed, list, input.MaxResults || DEFAULT_PAGE_SIZE, input.NextToken);
  return {
    Faces: items.map((face) => faceOf(face, entry.faceModelVersion)),
    FaceModelVersion: entry.faceModelVersion,
    NextToken: nextToken,
  };
}

export async function deleteFaces(
  input: DeleteFacesRequest,
  context: OperationContext,
): Promise<DeleteFacesResponse> {
  const { collection } = await context.registry.open(required(input.CollectionId));
  return collection.write(context.clock.now(), ({ faces }) => {
    const deleted: string[] = [];
    const failed: UnsuccessfulFaceDeletion[] = [];
    for (const faceId of new Set(required(input.FaceIds))) {
      const face = faces.get(faceId);
      if (!face) failed.push({ FaceId: faceId, Reasons: ['FACE_NOT_FOUND'] });
      else if (face.userId === undefined) deleted.push(faceId);
      else failed.push({ FaceId: faceId, UserId: face.userId, Reasons: ['ASSOCIATED_TO_AN_EXISTING_USER'] });
    }
    return {
      changes: deleted.length === 0 ? [] : [{ event: { kind: 'faces-deleted', faceIds: deleted } }],
      result: { DeletedFaces: deleted, UnsuccessfulFaceDeletions: failed },
    };
  });
}

/** A face of a collection as every operation gives it. */
export function faceOf(
  face: IndexedFace & { readonly userId?: string | undefined },
  version: FaceModelVersion,
): Face {
  return {
    FaceId: face.faceId,
    BoundingBox: boundingBox(face.box),
    ImageId: face.imageId,
    ExternalImageId: face.externalImageId,
    Confidence: face.confidence,
    IndexFacesModelVersion: version,
    UserId: face.userId,
  };
}

function* filter<T>(items: Iterable<T>, keeps: (item: T) => boolean): Generator<T> {
  for (const item of items) if (keeps(item)) yield item;
}
