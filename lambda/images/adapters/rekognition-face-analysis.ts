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
import { attributesFor, toBoundingBox, toObservation } from './rekognition-face-detail.ts';

const isUnreadable = (error: unknown): boolean =>
  error instanceof InvalidImageFormatException || error instanceof ImageTooLargeException;

/** The operations of Rekognition that store nothing. */
export function createRekognitionFaceAnalysis(
  client: RekognitionClient,
  measured: MeasuredCall,
): FaceAnalysis {
  return {
    async detectFaces(image, rules = []) {
      try {
        const { FaceDetails = [] } = await measured('DetectFaces', () =>
          client.send(new DetectFacesCommand({ Image: { Bytes: image }, Attributes: attributesFor(rules) })),
        );
        return FaceDetails.map((detail) => toObservation(detail, rules));
      } catch (error) {
        if (isUnreadable(error)) return undefined;
        throw error;
      }
    },

    async compareFaces(selfie, document) {
      try {
        const {
          SourceImageFace,
          FaceMatches = [],
          UnmatchedFaces = [],
        } = await measured('CompareFaces', () =>
          client.send(
            new CompareFacesCommand({
              SourceImage: { Bytes: selfie },
              TargetImage: { Bytes: document },
              // returns every similarity: the portrait alone decides, and a report shows how far off it was
              SimilarityThreshold: 0,
              // the quality gate judges both images and gives reasons; a filter would hide faces without one
              QualityFilter: 'NONE',
            }),
          ),
        );
        const faces = [
          ...FaceMatches.map(({ Similarity = 0, Face }) => ({
            similarity: Similarity,
            boundingBox: toBoundingBox(Face?.BoundingBox),
          })),
          // below the threshold, so not alike at all
          ...UnmatchedFaces.map((face) => ({ similarity: 0, boundingBox: toBoundingBox(face.BoundingBox) })),
        ];
        return { selfieFace: toBoundingBox(SourceImageFace?.BoundingBox), faces };
      } catch (error) {
        if (seesNoFace('CompareFaces', error) || isUnreadable(error)) return undefined;
        throw error;
      }
    },
  };
}
