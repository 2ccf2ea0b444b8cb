import {
  CompareFacesCommand,
  DetectFacesCommand,
  ImageTooLargeException,
  InvalidImageFormatException,
  type RekognitionClient,
} from '@aws-sdk/client-rekognition';
import type { MeasuredCall } from '../../platform/measured-call.ts';
import { seesNoFace } from '../../platform/rekognition-refusals.ts';
import type { FaceAnalysis } from '../ports/face-analysis.ts';
import { toBoundingBox, toObservation } from './rekognition-face-detail.ts';

/** The operations of Rekognition that store nothing. */
export function createRekognitionFaceAnalysis(
  client: RekognitionClient,
  measured: MeasuredCall,
): FaceAnalysis {
  return {
    async detectFaces(image) {
      try {
        const { FaceDetails = [] } = await measured('DetectFaces', () =>
          // FaceOccluded is not part of DEFAULT
          client.send(
            new DetectFacesCommand({ Image: { Bytes: image }, Attributes: ['DEFAULT', 'FACE_OCCLUDED'] }),
          ),
        );
        return FaceDetails.map(toObservation);
      } catch (error) {
        if (error instanceof InvalidImageFormatException || error instanceof ImageTooLargeException)
          return undefined;
        throw error;
      }
    },

    async compareFaces(selfie, document) {
      try {
        const { FaceMatches = [], UnmatchedFaces = [] } = await measured('CompareFaces', () =>
          client.send(
            new CompareFacesCommand({
              SourceImage: { Bytes: selfie },
              TargetImage: { Bytes: document },
              // returns every similarity: the portrait alone decides, and a report shows how far off it was
              SimilarityThreshold: 0,
              // both images have passed the quality gate; a second filter would hide faces without a reason
              QualityFilter: 'NONE',
            }),
          ),
        );
        return [
          ...FaceMatches.map(({ Similarity = 0, Face }) => ({
            similarity: Similarity,
            boundingBox: toBoundingBox(Face?.BoundingBox),
          })),
          // below the threshold, so not alike at all
          ...UnmatchedFaces.map((face) => ({ similarity: 0, boundingBox: toBoundingBox(face.BoundingBox) })),
        ];
      } catch (error) {
        if (seesNoFace('CompareFaces', error)) return undefined;
        throw error;
      }
    },
  };
}
