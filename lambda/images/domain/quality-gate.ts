import type { Measure } from '../../kernel/check.ts';
import type { ReasonCode } from '../../kernel/reason-code.ts';
import type { SelfieRules } from '../../kernel/selfie-rules.ts';
import { judgeRules, type RuleConfidences } from './rule-verdict.ts';

/** A box, in shares of the image's width and height. */
export interface BoundingBox {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** One face, as Rekognition describes it. */
export interface FaceObservation {
  readonly boundingBox: BoundingBox;
  readonly yawDegrees: number;
  readonly pitchDegrees: number;
  /** 0 to 100. */
  readonly sharpness: number;
  /** 0 to 100. */
  readonly brightness: number;
  /** Undefined if the answer lacks it; the face then does not pass. */
  readonly occluded?: boolean;
  /** Absent if no rule was asked about. */
  readonly ruleConfidences?: RuleConfidences;
}

export interface ImageSize {
  readonly widthPx: number;
  readonly heightPx: number;
}

export interface FaceQualityLimits {
  readonly max_yaw_degrees: number;
  readonly max_pitch_degrees: number;
  readonly min_sharpness: number;
  readonly min_brightness: number;
  readonly min_face_px: number;
  /** Further rules; of a selfie alone. */
  readonly rules?: SelfieRules;
}

export type ImageRole = 'selfie' | 'document';

type RuleName =
  | 'pose_out_of_range'
  | 'image_too_blurry'
  | 'image_too_dark'
  | 'face_occluded'
  | 'face_too_small';

interface QualityRule {
  readonly reason: RuleName;
  readonly measure: string;
  readonly read: (face: FaceObservation, image: ImageSize) => number | boolean;
  readonly passes: (value: number | boolean, limits: FaceQualityLimits) => boolean;
  readonly limit: (limits: FaceQualityLimits) => string;
}

/** The shorter side of a box, in pixels of its image. */
export const faceSizePx = (box: BoundingBox, image: ImageSize): number =>
  Math.round(Math.min(box.width * image.widthPx, box.height * image.heightPx));

const within = (value: number | boolean, limit: number) => Math.abs(Number(value)) <= limit;

/** The face attribute thresholds of whitepaper 3.3.1, each with its reason code. */
export const QUALITY_RULES: readonly QualityRule[] = [
  {
    reason: 'pose_out_of_range',
    measure: 'yaw_degrees',
    read: (face) => face.yawDegrees,
    passes: (value, limits) => within(value, limits.max_yaw_degrees),
    limit: (limits) => `-${limits.max_yaw_degrees} to ${limits.max_yaw_degrees}`,
  },
  {
    reason: 'pose_out_of_range',
    measure: 'pitch_degrees',
    read: (face) => face.pitchDegrees,
    passes: (value, limits) => within(value, limits.max_pitch_degrees),
    limit: (limits) => `-${limits.max_pitch_degrees} to ${limits.max_pitch_degrees}`,
  },
  {
    reason: 'image_too_blurry',
    measure: 'sharpness_percent',
    read: (face) => face.sharpness,
    passes: (value, limits) => Number(value) > limits.min_sharpness,
    limit: (limits) => `> ${limits.min_sharpness}`,
  },
  {
    reason: 'image_too_dark',
    measure: 'brightness_percent',
    read: (face) => face.brightness,
    passes: (value, limits) => Number(value) > limits.min_brightness,
    limit: (limits) => `> ${limits.min_brightness}`,
  },
  {
    reason: 'face_occluded',
    measure: 'face_occluded',
    read: (face) => face.occluded ?? true,
    passes: (value) => value === false,
    limit: () => 'false',
  },
  {
    reason: 'face_too_small',
    measure: 'face_size_px',
    read: ({ boundingBox }, image) => faceSizePx(boundingBox, image),
    passes: (value, limits) => Number(value) > limits.min_face_px,
    limit: (limits) => `> ${limits.min_face_px}`,
  },
];

export interface QualityVerdict {
  readonly reasons: readonly ReasonCode[];
  readonly measures: readonly Measure[];
  /** The face that counts; undefined if there is none, or more than allowed. */
  readonly face?: FaceObservation;
}

const areaOf = ({ boundingBox }: FaceObservation) => boundingBox.width * boundingBox.height;

/**
 * Judges the faces of one image. A selfie shows exactly one face; a document may show a ghost portrait or a
 * hologram next to the portrait, so there the largest face counts. Reports every failed rule with the
 * measured value.
 */
export function judgeQuality(
  faces: readonly FaceObservation[],
  image: ImageSize,
  limits: FaceQualityLimits,
  role: ImageRole,
): QualityVerdict {
  const [face] = [...faces].sort((one, other) => areaOf(other) - areaOf(one));
  return judgeLargestFace(face, faces.length, image, limits, role);
}

/**
 * Judges an image like {@link judgeQuality}, where only its largest face is described.
 * @param faces number of all its faces
 */
export function judgeLargestFace(
  face: FaceObservation | undefined,
  faces: number,
  image: ImageSize,
  limits: FaceQualityLimits,
  role: ImageRole,
): QualityVerdict {
  const faceCount: Measure = {
    name: 'faces',
    value: faces,
    limit: role === 'selfie' ? 'exactly 1' : 'at least 1',
  };
  if (!face) {
    return {
      reasons: [role === 'selfie' ? 'face_not_detected' : 'document_face_not_found'],
      measures: [faceCount],
    };
  }
  if (role === 'selfie' && faces > 1) return { reasons: ['multiple_faces_detected'], measures: [faceCount] };
  const { reasons, measures } = judgeFaceQuality(face, image, limits, role);
  return { reasons, measures: [faceCount, ...measures], face };
}

/** Walks the rules over one face, and the further rules of a selfie that are on. */
export function judgeFaceQuality(
  face: FaceObservation,
  image: ImageSize,
  limits: FaceQualityLimits,
  role: ImageRole,
): Pick<QualityVerdict, 'reasons' | 'measures'> {
  const results = QUALITY_RULES.map((rule) => ({ rule, value: rule.read(face, image) }));
  const failed = results
    .filter(({ rule, value }) => !rule.passes(value, limits))
    .map(({ rule }) => rule.reason);
  const measures = results.map(({ rule, value }) => ({
    name: rule.measure,
    value,
    limit: rule.limit(limits),
  }));
  const reasons = [...new Set(failed)];
  if (role === 'document')
    return { reasons: reasons.map((reason) => `document_${reason}` as const), measures };
  const ruled = judgeRules(face.ruleConfidences ?? {}, limits.rules ?? {});
  return { reasons: [...reasons, ...ruled.reasons], measures: [...measures, ...ruled.measures] };
}
