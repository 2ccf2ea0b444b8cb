import type { CompareFacesRequest, CompareFacesResponse } from '@aws-sdk/client-rekognition';
import { CURRENT_FACE_MODEL_VERSION } from '../faces/analysis.ts';
import { RekognitionError } from '../rekognition-error.ts';
import { boundingBox, comparedFace } from './face-detail.ts';
import { analyzeImage } from './images.ts';
import type { OperationContext } from './operation.ts';
import { filteredFor } from './quality-filter.ts';

/** CompareFaces API reference, `SimilarityThreshold`. */
const DEFAULT_THRESHOLD_PERCENT = 80;

/** Compares the largest face of the source with every face of the target. */
export async function compareFaces(
  input: CompareFacesRequest,
  context: OperationContext,
): Promise<CompareFacesResponse> {
  const { SimilarityThreshold: threshold = DEFAULT_THRESHOLD_PERCENT, QualityFilter: filter = 'NONE' } =
    input;
  const version = CURRENT_FACE_MODEL_VERSION;
  const [source, target] = await Promise.all([
    analyzeImage(context, input.SourceImage, { maxFaces: 1, embeddings: version }),
    analyzeImage(context, input.TargetImage, { embeddings: version }),
  ]);
  const [sourceFace] = source.faces.filter((face) => filteredFor(filter, face, source).length === 0);
  const targetFaces = target.faces.filter((face) => filteredFor(filter, face, target).length === 0);
  if (!sourceFace?.embedding || targetFaces.length === 0) {
    // the service says no more than this, whichever of the two it is
    throw new RekognitionError('InvalidParameterException', 'Request has invalid parameters');
  }
  const sourceVector = sourceFace.embedding;
  const compared = targetFaces
    .map((face) => ({
      face,
      similarity: face.embedding ? context.engine.similarity(version, sourceVector, face.embedding) : 0,
    }))
    .sort((a, b) => b.similarity - a.similarity);
  return {
    SourceImageFace: { BoundingBox: boundingBox(sourceFace.box), Confidence: sourceFace.confidence },
    FaceMatches: compared
      .filter(({ similarity }) => similarity >= threshold)
      .map(({ face, similarity }) => ({ Similarity: similarity, Face: comparedFace(face) })),
    UnmatchedFaces: compared
      .filter(({ similarity }) => similarity < threshold)
      .map(({ face }) => comparedFace(face)),
  };
}
