import type { RekognitionClient } from '@aws-sdk/client-rekognition';
import { rekognitionClient, singleAttemptRekognitionClient } from '../platform/clients/rekognition.ts';
import { rekognitionClientOf } from '../platform/clients/second-rekognition.ts';
import { emitMetric } from '../platform/metrics.ts';
import { measured } from '../platform/rekognition.ts';
import { createRekognitionFaceAnalysis } from './adapters/rekognition-face-analysis.ts';
import { createTwoRegionFaceAnalysis } from './adapters/two-region-face-analysis.ts';
import type { FaceAnalysis } from './ports/face-analysis.ts';

const analysisBy = (client: RekognitionClient): FaceAnalysis =>
  createRekognitionFaceAnalysis(client, measured);

/**
 * Opens the analysis of images, in both regions if the deployment has two.
 * @param secondRegion name of the second region, such as `eu-central-1`
 */
export function openFaceAnalysis(secondRegion?: string): FaceAnalysis {
  const inFirst = analysisBy(rekognitionClient);
  if (secondRegion === undefined) return inFirst;
  return createTwoRegionFaceAnalysis(
    {
      first: analysisBy(singleAttemptRekognitionClient),
      second: analysisBy(rekognitionClientOf(secondRegion)),
      firstAgain: inFirst,
    },
    emitMetric,
  );
}
