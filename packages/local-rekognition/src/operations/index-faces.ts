import { randomUUID } from 'node:crypto';
import type { IndexFacesRequest, IndexFacesResponse } from '@aws-sdk/client-rekognition';
import type { IndexedFace } from '../collections/collection-events.ts';
import type { AnalyzedFace } from '../faces/analysis.ts';
import { RekognitionError } from '../rekognition-error.ts';
import { faceDetail, wantedAttributes } from './face-detail.ts';
import { analyzeImage } from './images.ts';
import { type OperationContext, required } from './operation.ts';
import { filteredFor } from './quality-filter.ts';
import { faceOf } from './stored-faces.ts';

/** IndexFaces API reference, `QualityFilter`: unlike everywhere else. */
const DEFAULT_FILTER = 'AUTO';

export async function indexFaces(
  input: IndexFacesRequest,
  context: OperationContext,
): Promise<IndexFacesResponse> {
  const { entry, collection } = await context.registry.open(required(input.CollectionId));
  const { QualityFilter: filter = DEFAULT_FILTER, MaxFaces: maxFaces = Number.POSITIVE_INFINITY } = input;
  const wanted = wantedAttributes(input.DetectionAttributes);
  const analysis = await analyzeImage(context, input.Image, {
    ...wanted.analysis,
    embeddings: entry.faceModelVersion,
  });

  const judged = analysis.faces.map((face) => ({ face, reasons: filteredFor(filter, face, analysis) }));
  const passed = judged.filter(({ reasons }) => reasons.length === 0).map(({ face }) => face);
  const filtered = judged.filter(({ reasons }) => reasons.length > 0);
  // faces come largest first: the smallest of those of good quality are too many
  const indexed = passed
    .slice(0, maxFaces)
    .map((face) => ({ face, stored: newFace(face, input.ExternalImageId) }));
  const excess = passed.slice(maxFaces);

  const imageId = randomUUID();
  await collection.write(context.clock.now(), ({ faces }) => {
    if (faces.size + indexed.length > context.limits.facesOfCollection) {
      throw new RekognitionError(
        'ServiceQuotaExceededException',
        `The collection id: ${entry.collectionId} may hold ${context.limits.facesOfCollection} faces`,
      );
    }
    return {
      changes: indexed.map(({ face, stored }) => ({
        event: { kind: 'face-indexed', face: { ...stored, imageId } },
        vector: required(face.embedding),
      })),
      result: undefined,
    };
  });
  return {
    FaceRecords: indexed.map(({ face, stored }) => ({
      Face: faceOf({ ...stored, imageId }, entry.faceModelVersion),
      FaceDetail: faceDetail(face, wanted),
    })),
    FaceModelVersion: entry.faceModelVersion,
    UnindexedFaces: [
      ...filtered.map(({ face, reasons }) => ({ Reasons: reasons, FaceDetail: faceDetail(face, wanted) })),
      ...excess.map((face) => ({
        Reasons: ['EXCEEDS_MAX_FACES' as const],
        FaceDetail: faceDetail(face, wanted),
      })),
    ],
  };
}

function newFace(face: AnalyzedFace, externalImageId: string | undefined): Omit<IndexedFace, 'imageId'> {
  return {
    faceId: randomUUID(),
    ...(externalImageId === undefined ? {} : { externalImageId }),
    box: face.box,
    confidence: face.confidence,
  };
}
