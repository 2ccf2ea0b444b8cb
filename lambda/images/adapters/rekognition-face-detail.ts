import type { Attribute, FaceDetail, BoundingBox as RekognitionBox } from '@aws-sdk/client-rekognition';
import type { SelfieRule } from '../../kernel/selfie-rules.ts';
import type { BoundingBox, FaceObservation } from '../domain/quality-gate.ts';
import type { RuleConfidences } from '../domain/rule-verdict.ts';

export const toBoundingBox = (box: RekognitionBox = {}): BoundingBox => ({
  left: box.Left ?? 0,
  top: box.Top ?? 0,
  width: box.Width ?? 0,
  height: box.Height ?? 0,
});

interface RuleAttribute {
  readonly attribute: Attribute;
  readonly read: (
    detail: FaceDetail,
  ) => { Value?: boolean | undefined; Confidence?: number | undefined } | undefined;
  /** Value with which the rule holds. */
  readonly wanted: boolean;
}

/** The attribute by which each rule is judged (API reference, FaceDetail). */
const RULE_ATTRIBUTES: Readonly<Record<SelfieRule, RuleAttribute>> = {
  eyes_open: { attribute: 'EYES_OPEN', read: ({ EyesOpen }) => EyesOpen, wanted: true },
  mouth_closed: { attribute: 'MOUTH_OPEN', read: ({ MouthOpen }) => MouthOpen, wanted: false },
  no_sunglasses: { attribute: 'SUNGLASSES', read: ({ Sunglasses }) => Sunglasses, wanted: false },
  no_eyeglasses: { attribute: 'EYEGLASSES', read: ({ Eyeglasses }) => Eyeglasses, wanted: false },
};

/** Returns the attributes to ask for; FaceOccluded is not part of DEFAULT. */
export const attributesFor = (rules: readonly SelfieRule[]): Attribute[] => [
  'DEFAULT',
  'FACE_OCCLUDED',
  ...rules.map((rule) => RULE_ATTRIBUTES[rule].attribute),
];

function confidencesIn(detail: FaceDetail, rules: readonly SelfieRule[]): RuleConfidences {
  const read = rules.flatMap((rule) => {
    const { read: readAttribute, wanted } = RULE_ATTRIBUTES[rule];
    const { Value, Confidence } = readAttribute(detail) ?? {};
    if (Value === undefined || Confidence === undefined) return [];
    return [[rule, Value === wanted ? Confidence : 100 - Confidence]];
  });
  return Object.fromEntries(read);
}

/** Converts a face detail. A missing value does not pass the gate: 180 degrees, no light, no sharpness. */
export function toObservation(detail: FaceDetail, rules: readonly SelfieRule[] = []): FaceObservation {
  const { BoundingBox, Pose, Quality, FaceOccluded } = detail;
  return {
    boundingBox: toBoundingBox(BoundingBox),
    yawDegrees: Pose?.Yaw ?? 180,
    pitchDegrees: Pose?.Pitch ?? 180,
    sharpness: Quality?.Sharpness ?? 0,
    brightness: Quality?.Brightness ?? 0,
    ...(FaceOccluded?.Value !== undefined ? { occluded: FaceOccluded.Value } : {}),
    ...(rules.length > 0 ? { ruleConfidences: confidencesIn(detail, rules) } : {}),
  };
}
