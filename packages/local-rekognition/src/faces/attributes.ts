/** A reading of a face that is one of several values, and how sure the engine is of it. */
export interface Attribute<Value> {
  readonly value: Value;
  /** 0..100. An attribute that no model of the engine can determine stays at 50 or below. */
  readonly confidence: number;
}

export type EmotionType =
  | 'ANGRY'
  | 'CALM'
  | 'CONFUSED'
  | 'DISGUSTED'
  | 'FEAR'
  | 'HAPPY'
  | 'SAD'
  | 'SURPRISED';

/** The attributes of a face in Rekognition's FaceDetail, in Rekognition's terms. */
export interface FaceAttributes {
  readonly ageRange: { readonly low: number; readonly high: number };
  readonly smile: Attribute<boolean>;
  readonly eyeglasses: Attribute<boolean>;
  readonly sunglasses: Attribute<boolean>;
  readonly gender: Attribute<'Male' | 'Female'>;
  readonly beard: Attribute<boolean>;
  readonly mustache: Attribute<boolean>;
  readonly eyesOpen: Attribute<boolean>;
  readonly mouthOpen: Attribute<boolean>;
  /** Likeliest first; the confidences add up to 100. */
  readonly emotions: readonly { readonly type: EmotionType; readonly confidence: number }[];
  readonly faceOccluded: Attribute<boolean>;
  /** Degrees against the direction of the face: yaw is positive to the image's right, pitch upwards. */
  readonly eyeDirection: { readonly yaw: number; readonly pitch: number; readonly confidence: number };
}
