import type { RekognitionClient } from '@aws-sdk/client-rekognition';
import * as z from 'zod/mini';
import { rekognitionClient, singleAttemptRekognitionClient } from '../platform/clients/rekognition.ts';
import { rekognitionClientOf } from '../platform/clients/second-rekognition.ts';
import { emitMetric } from '../platform/metrics.ts';
import { measured } from '../platform/rekognition.ts';
import type { TakePermits } from '../rate-limits/take-interactive-permits.ts';
import { createRegionalFaceAnalysis } from './adapters/regional-face-analysis.ts';
import { createRekognitionFaceAnalysis } from './adapters/rekognition-face-analysis.ts';
import { permittedFaceAnalysis } from './permitted-face-analysis.ts';
import type { FaceAnalysis } from './ports/face-analysis.ts';

const analysisBy = (client: RekognitionClient): FaceAnalysis =>
  createRekognitionFaceAnalysis(client, measured);

/**
 * Opens the analysis of images, in the function's own region and in others.
 * @param regions JSON of the names of the others, such as `["eu-central-1"]`
 * @param permits opens the permits of the function's own region; without them, calls take none
 */
export function openFaceAnalysis(
  regions: string,
  permits?: (longestWaitMs?: number) => TakePermits,
): FaceAnalysis {
  const permitted = (analysis: FaceAnalysis, longestWaitMs?: number) =>
    permits ? permittedFaceAnalysis(analysis, permits(longestWaitMs)) : analysis;
  const inFirst = permitted(analysisBy(rekognitionClient));
  const others = parseRegions(regions);
  if (others.length === 0) return inFirst;
  return createRegionalFaceAnalysis(
    {
      // the next region takes the call at once that this one would have to wait for
      first: permitted(analysisBy(singleAttemptRekognitionClient), 0),
      others: others.map((region) => analysisBy(rekognitionClientOf(region))),
      firstAgain: inFirst,
    },
    emitMetric,
  );
}

const parseRegions = (json: string): readonly string[] =>
  z.array(z.string().check(z.minLength(1))).parse(JSON.parse(json));
