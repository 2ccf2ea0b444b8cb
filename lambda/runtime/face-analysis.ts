import type { RekognitionClient } from '@aws-sdk/client-rekognition';
import { createRekognitionFaceAnalysis } from '../adapters/rekognition-face-analysis.ts';
import { createTwoRegionFaceAnalysis } from '../adapters/two-region-face-analysis.ts';
import type { FaceAnalysis } from '../ports/face-analysis.ts';
import { rekognitionClient, singleAttemptRekognitionClient } from './clients/rekognition.ts';
import { rekognitionClientOf } from './clients/second-rekognition.ts';
import { emitMetric } from './metrics.ts';
import { measured } from './rekognition.ts';
import { parseSecondRegion } from './settings.ts';

const analysisBy = (client: RekognitionClient): FaceAnalysis =>
  createRekognitionFaceAnalysis(client, measured);

/** What looks at images, in both regions where the deployment has two. */
export function openFaceAnalysis({
  SECOND_REGION,
}: {
  readonly SECOND_REGION?: string | undefined;
}): FaceAnalysis {
  const second = parseSecondRegion(SECOND_REGION);
  const inFirst = analysisBy(rekognitionClient);
  if (!second) return inFirst;
  return createTwoRegionFaceAnalysis(
    {
      first: analysisBy(singleAttemptRekognitionClient),
      second: analysisBy(rekognitionClientOf(second.region)),
      firstAgain: inFirst,
    },
    emitMetric,
  );
}
