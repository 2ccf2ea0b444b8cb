import type {
  FaceMatch,
  SearchFacesByImageRequest,
  SearchFacesByImageResponse,
  SearchFacesRequest,
  SearchFacesResponse,
} from '@aws-sdk/client-rekognition';
import type { Collection } from '../collections/collection.ts';
import type { CollectionEntry } from '../collections/collection-registry.ts';
import type { StoredFace } from '../collections/face-directory.ts';
import { RekognitionError } from '../rekognition-error.ts';
import { boundingBox } from './face-detail.ts';
import { analyzeImage } from './images.ts';
import { type OperationContext, required } from './operation.ts';
import { filteredFor } from './quality-filter.ts';
import { faceOf } from './stored-faces.ts';

/** SearchFaces API reference, `FaceMatchThreshold`. */
const DEFAULT_THRESHOLD_PERCENT = 80;

/** The answer to a caller that names no `MaxFaces`. AWS publishes no figure. */
const DEFAULT_MAX_FACES = 100;

export async function searchFaces(
  input: SearchFacesRequest,
  context: OperationContext,
): Promise<SearchFacesResponse> {
  const { entry, collection } = await context.registry.open(required(input.CollectionId));
  const { faces } = collection.state;
  const face = faces.get(required(input.FaceId));
  if (!face) {
    throw new RekognitionError('InvalidParameterException', 'faceId was not found in the collection');
  }
  return {
    SearchedFaceId: face.faceId,
    FaceMatches: matches(entry, collection, faces.vectorOf(face), input, context, face),
    FaceModelVersion: entry.faceModelVersion,
  };
}

/** Searches with the largest face of an image. */
export async function searchFacesByImage(
  input: SearchFacesByImageRequest,
  context: OperationContext,
): Promise<SearchFacesByImageResponse> {
  const { entry, collection } = await context.registry.open(required(input.CollectionId));
  const analysis = await analyzeImage(context, input.Image, {
    maxFaces: 1,
    embeddings: entry.faceModelVersion,
  });
  const [face] = analysis.faces.filter(
    (found) => filteredFor(input.QualityFilter ?? 'NONE', found, analysis).length === 0,
  );
  if (!face) {
    throw new RekognitionError(
      'InvalidParameterException',
      'There are no faces in the image. Should be at least 1.',
    );
  }
  return {
    SearchedFaceBoundingBox: boundingBox(face.box),
    SearchedFaceConfidence: face.confidence,
    FaceMatches: matches(entry, collection, required(face.embedding), input, context),
    FaceModelVersion: entry.faceModelVersion,
  };
}

/**
 * The faces nearest to a vector, most similar first.
 * Similarity rises with nearness, so the search needs no more.
 */
function matches(
  { faceModelVersion }: CollectionEntry,
  { state }: Collection,
  query: Float32Array,
  {
    MaxFaces: limit = DEFAULT_MAX_FACES,
    FaceMatchThreshold: threshold = DEFAULT_THRESHOLD_PERCENT,
  }: Pick<SearchFacesRequest, 'MaxFaces' | 'FaceMatchThreshold'>,
  { engine }: OperationContext,
  skipped?: StoredFace,
): FaceMatch[] {
  return state.faces
    .nearest(query, limit, skipped)
    .map(({ found, vector }) => ({
      Similarity: engine.similarity(faceModelVersion, query, vector),
      Face: faceOf(found, faceModelVersion),
    }))
    .filter(({ Similarity }) => Similarity >= threshold);
}
