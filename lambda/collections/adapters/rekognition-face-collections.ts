import {
  DeleteFacesCommand,
  IndexFacesCommand,
  type RekognitionClient,
  SearchFacesByImageCommand,
} from '@aws-sdk/client-rekognition';
import {
  attributesFor,
  toBoundingBox,
  toObservation,
} from '../../images/adapters/rekognition-face-detail.ts';
import { groupBy } from '../../kernel/group-by.ts';
import type { EmitMetric } from '../../kernel/ports/emit-metric.ts';
import { collectionName, shardLabelOf } from '../../kernel/tenancy.ts';
import type { MeasuredCall } from '../../platform/measured-call.ts';
import { seesNoFace } from '../../platform/rekognition-refusals.ts';
import {
  type FaceCollections,
  FacesNotDeleted,
  type FoundFace,
  type IndexAnswer,
  type SeveralFaces,
} from '../ports/face-collections.ts';

/** Maximum faces per search: no duplicate may be missed for lack of room. */
const MAX_FOUND_FACES = 4096;

/** Collections of Rekognition, in the region of the client. */
export function createRekognitionFaceCollections(
  client: RekognitionClient,
  measured: MeasuredCall,
  emit: EmitMetric,
): FaceCollections & SeveralFaces {
  const indexSeveral: SeveralFaces['indexSeveral'] = async (
    collectionId,
    image,
    imageId,
    maxFaces,
    cause,
    rules = [],
  ) => {
    const {
      FaceRecords = [],
      UnindexedFaces = [],
      FaceModelVersion = '',
    } = await measured('IndexFaces', () =>
      client.send(
        new IndexFacesCommand({
          CollectionId: collectionName(collectionId),
          Image: { Bytes: image },
          ExternalImageId: imageId,
          MaxFaces: maxFaces,
          // the quality gate checks the response and gives
          // reasons; AUTO, the default, would drop faces silently
          QualityFilter: 'NONE',
          DetectionAttributes: attributesFor(rules),
        }),
      ),
    );
    if (FaceRecords.length > 0)
      emit('FaceIndexed', FaceRecords.length, {
        Shard: shardLabelOf(collectionId),
        Cause: cause,
      });
    return FaceRecords.flatMap(({ Face, FaceDetail = {} }): IndexAnswer[] =>
      Face?.FaceId === undefined
        ? []
        : [
            {
              face: {
                collection_id: collectionId,
                face_id: Face.FaceId,
                image_id: imageId,
                face_model_version: FaceModelVersion,
                bounding_box: toBoundingBox(Face.BoundingBox),
              },
              observation: toObservation(FaceDetail, rules),
              ...(UnindexedFaces.length > 0 ? { unindexed: UnindexedFaces.length } : {}),
            },
          ],
    );
  };

  return {
    async search(collectionId, image, threshold, signal) {
      try {
        const { FaceMatches = [], FaceModelVersion = '' } = await measured('SearchFacesByImage', () =>
          client.send(
            new SearchFacesByImageCommand({
              CollectionId: collectionName(collectionId),
              Image: { Bytes: image },
              FaceMatchThreshold: threshold,
              MaxFaces: MAX_FOUND_FACES,
              QualityFilter: 'NONE',
            }),
            signal ? { abortSignal: signal } : {},
          ),
        );
        return {
          faceModelVersion: FaceModelVersion,
          faces: FaceMatches.flatMap(({ Face, Similarity = 0 }): FoundFace[] =>
            Face?.FaceId === undefined
              ? []
              : [
                  {
                    faceId: Face.FaceId,
                    ...(Face.ExternalImageId !== undefined ? { imageId: Face.ExternalImageId } : {}),
                    similarity: Similarity,
                  },
                ],
          ),
        };
      } catch (error) {
        if (seesNoFace('SearchFacesByImage', error)) return undefined;
        throw error;
      }
    },

    index: async (collectionId, image, imageId, cause, rules) =>
      (await indexSeveral(collectionId, image, imageId, 1, cause, rules))[0],
    indexSeveral,

    async delete(collectionId, faceIds, cause) {
      const { UnsuccessfulFaceDeletions = [] } = await measured('DeleteFaces', () =>
        client.send(
          new DeleteFacesCommand({ CollectionId: collectionName(collectionId), FaceIds: [...faceIds] }),
        ),
      );
      const kept = new Set(UnsuccessfulFaceDeletions.map(({ FaceId }) => FaceId));
      const deleted = faceIds.filter((faceId) => !kept.has(faceId));
      const causeOf = typeof cause === 'function' ? cause : () => cause;
      for (const [Cause, ofCause] of groupBy(deleted, causeOf))
        emit('FaceDeleted', ofCause.length, { Cause });
      const failed = UnsuccessfulFaceDeletions.filter(
        ({ Reasons = [] }) => !Reasons.includes('FACE_NOT_FOUND'),
      );
      if (failed.length === 0) return;
      const reasons = new Set(failed.flatMap(({ Reasons = [] }) => Reasons));
      throw new FacesNotDeleted(
        `${failed.length} faces of ${collectionId} were not deleted: ${[...reasons].join(', ')}`,
        failed.flatMap(({ FaceId }) => FaceId ?? []),
      );
    },
  };
}
