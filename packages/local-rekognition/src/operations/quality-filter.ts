import type { QualityFilter, Reason } from '@aws-sdk/client-rekognition';
import type { AnalyzedFace, ImageAnalysis } from '../faces/analysis.ts';

/** Requirements for a face to pass. */
interface QualityBar {
  readonly minConfidencePercent: number;
  readonly minSidePixels: number;
  /** Yaw and pitch, to either side. */
  readonly maxTurnDegrees: number;
  /** 0 to 100, as in FaceDetail.Quality. */
  readonly minBrightness: number;
  readonly minSharpness: number;
}

/**
 * The bars of each filter. AWS publishes none; these are ordered as its names are, AUTO between LOW and
 * MEDIUM, and stay below what the whitepaper's own quality check asks for (25) up to MEDIUM, so that the
 * check decides.
 */
const BARS: Readonly<Record<Exclude<QualityFilter, 'NONE'>, QualityBar>> = {
  LOW: { minConfidencePercent: 60, minSidePixels: 20, maxTurnDegrees: 75, minBrightness: 5, minSharpness: 3 },
  AUTO: {
    minConfidencePercent: 70,
    minSidePixels: 24,
    maxTurnDegrees: 65,
    minBrightness: 8,
    minSharpness: 5,
  },
  MEDIUM: {
    minConfidencePercent: 90,
    minSidePixels: 48,
    maxTurnDegrees: 45,
    minBrightness: 25,
    minSharpness: 25,
  },
  HIGH: {
    minConfidencePercent: 95,
    minSidePixels: 80,
    maxTurnDegrees: 30,
    minBrightness: 40,
    minSharpness: 50,
  },
};

interface QualityRule {
  readonly reason: Exclude<Reason, 'EXCEEDS_MAX_FACES' | 'LOW_FACE_QUALITY'>;
  readonly fails: (face: AnalyzedFace, sidePixels: number, bar: QualityBar) => boolean;
}

const RULES: readonly QualityRule[] = [
  {
    reason: 'EXTREME_POSE',
    fails: ({ pose }, _side, bar) => Math.max(Math.abs(pose.yaw), Math.abs(pose.pitch)) > bar.maxTurnDegrees,
  },
  { reason: 'LOW_BRIGHTNESS', fails: ({ quality }, _side, bar) => quality.brightness < bar.minBrightness },
  { reason: 'LOW_SHARPNESS', fails: ({ quality }, _side, bar) => quality.sharpness < bar.minSharpness },
  { reason: 'LOW_CONFIDENCE', fails: ({ confidence }, _side, bar) => confidence < bar.minConfidencePercent },
  { reason: 'SMALL_BOUNDING_BOX', fails: (_face, side, bar) => side < bar.minSidePixels },
];

/** Why a face of an image doesn't pass a filter; empty when it does. */
export function filteredFor(
  filter: QualityFilter,
  face: AnalyzedFace,
  { width, height }: Pick<ImageAnalysis, 'width' | 'height'>,
): QualityRule['reason'][] {
  if (filter === 'NONE') return [];
  const sidePixels = Math.min(face.box.width * width, face.box.height * height);
  return RULES.filter((rule) => rule.fails(face, sidePixels, BARS[filter])).map(({ reason }) => reason);
}
