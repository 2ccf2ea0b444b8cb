import type { RekognitionClient } from '@aws-sdk/client-rekognition';
import * as z from 'zod';
import { rekognitionClient, singleAttemptRekognitionClient } from '../platform/clients/rekognition.ts';
import { rekognitionClientOf } from '../platform/clients/second-rekognition.ts';
import { emitMetric } from '../platform/metrics.ts';
import { measured } from '../platform/rekognition.ts';
import { createRegionalFaceAnalysis } from './adapters/regional-face-analysis.ts';
import { createRekognitionFaceAnalysis } from './adapters/rekognition-face-analysis.ts';
import type { FaceAnalysis } from './ports/face-analysis.ts';

const analysisBy = (client: RekognitionClient): FaceAnalysis =>
  createRekognitionFaceAnalysis(client, measured);

/**
 * Opens the analysis of images, in the function's own region and in others.
 * @param regions JSON of the names of the others, such as `["eu-central-1"]`
 */
export function openFaceAnalysis(regions: string): FaceAnalysis {
  const inFirst = analysisBy(rekognitionClient);
  const others = parseRegions(regions);
  if (others.length === 0) return inFirst;
  return createRegionalFaceAnalysis(
    {
      first: analysisBy(singleAttemptRekognitionClient),
      others: others.map((region) => analysisBy(rekognitionClientOf(region))),
      firstAgain: inFirst,
    },
    emitMetric,
  );
}

const parseRegions = (json: string): readonly string[] => z.array(z.string().min(1)).parse(JSON.parse(json));
