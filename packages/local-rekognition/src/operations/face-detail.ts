import type { Attribute, BoundingBox, ComparedFace, FaceDetail } from '@aws-sdk/client-rekognition';
import type { AnalysisRequest, AnalyzedFace, FaceBox } from '../faces/analysis.ts';
import type { FaceAttributes } from '../faces/attributes.ts';

/** The landmarks of a face that nobody asked more of (Developer Guide, "Facial landmarks"). */
const DEFAULT_LANDMARKS: readonly string[] = ['eyeLeft', 'eyeRight', 'mouthLeft', 'mouthRight', 'nose'];

type Reader = (attributes: FaceAttributes) => Partial<FaceDetail>;

/** The members of FaceDetail that are given on request, each with how to read it. */
const OPTIONAL_MEMBERS = {
  AGE_RANGE: ({ ageRange }) => ({ AgeRange: { Low: ageRange.low, High: ageRange.high } }),
  BEARD: ({ beard }) => ({ Beard: named(beard) }),
  EMOTIONS: ({ emotions }) => ({
    Emotions: emotions.map(({ type, confidence }) => ({ Type: type, Confidence: confidence })),
  }),
  EYE_DIRECTION: ({ eyeDirection: { yaw, pitch, confidence } }) => ({
    EyeDirection: { Yaw: yaw, Pitch: pitch, Confidence: confidence },
  }),
  EYEGLASSES: ({ eyeglasses }) => ({ Eyeglasses: named(eyeglasses) }),
  EYES_OPEN: ({ eyesOpen }) => ({ EyesOpen: named(eyesOpen) }),
  FACE_OCCLUDED: ({ faceOccluded }: Pick<FaceAttributes, 'faceOccluded'>) => ({
    FaceOccluded: named(faceOccluded),
  }),
  GENDER: ({ gender }) => ({ Gender: named(gender) }),
  MOUTH_OPEN: ({ mouthOpen }) => ({ MouthOpen: named(mouthOpen) }),
  MUSTACHE: ({ mustache }) => ({ Mustache: named(mustache) }),
  SMILE: ({ smile }) => ({ Smile: named(smile) }),
  SUNGLASSES: ({ sunglasses }) => ({ Sunglasses: named(sunglasses) }),
} as const satisfies Readonly<Record<string, Reader>>;

type OptionalAttribute = keyof typeof OPTIONAL_MEMBERS;

/** The attributes that a caller requests. */
export interface WantedAttributes {
  readonly optional: readonly OptionalAttribute[];
  /** The analysis that they need from the engine. */
  readonly analysis: Pick<AnalysisRequest, 'attributes' | 'occlusion'>;
  /** All landmarks, not just the default ones. */
  readonly allLandmarks: boolean;
}

/** `ALL` overrides other values; `DEFAULT` is always included. */
export function wantedAttributes(attributes: readonly Attribute[] = []): WantedAttributes {
  const all = attributes.includes('ALL');
  const optional = (Object.keys(OPTIONAL_MEMBERS) as OptionalAttribute[]).filter(
    (attribute) => all || attributes.includes(attribute),
  );
  const occlusion = optional.length === 1 && optional[0] === 'FACE_OCCLUDED';
  return {
    optional,
    analysis: occlusion ? { occlusion } : { attributes: optional.length > 0 },
    allLandmarks: all,
  };
}

/** A face as DetectFaces and IndexFaces describe it. It was analyzed as `wanted` says. */
export function faceDetail(face: AnalyzedFace, wanted: WantedAttributes): FaceDetail {
  return Object.assign(comparedFace(face, wanted.allLandmarks), ...optionalMembers(face, wanted));
}

function optionalMembers(
  { attributes, faceOccluded }: AnalyzedFace,
  { optional }: WantedAttributes,
): readonly Partial<FaceDetail>[] {
  if (attributes) return optional.map((name) => OPTIONAL_MEMBERS[name](attributes));
  return faceOccluded ? [OPTIONAL_MEMBERS.FACE_OCCLUDED({ faceOccluded })] : [];
}

/** A face as CompareFaces describes it. */
export function comparedFace(face: AnalyzedFace, allLandmarks = false): ComparedFace {
  return {
    BoundingBox: boundingBox(face.box),
    Confidence: face.confidence,
    Landmarks: face.landmarks
      .filter(({ type }) => allLandmarks || DEFAULT_LANDMARKS.includes(type))
      .map(({ type, x, y }) => ({
        Type: type as NonNullable<ComparedFace['Landmarks']>[number]['Type'],
        X: x,
        Y: y,
      })),
    Pose: { Roll: face.pose.roll, Yaw: face.pose.yaw, Pitch: face.pose.pitch },
    Quality: { Brightness: face.quality.brightness, Sharpness: face.quality.sharpness },
  };
}

export function boundingBox({ left, top, width, height }: FaceBox): BoundingBox {
  return { Left: left, Top: top, Width: width, Height: height };
}

function named<Value>({ value, confidence }: { readonly value: Value; readonly confidence: number }) {
  return { Value: value, Confidence: confidence };
}
