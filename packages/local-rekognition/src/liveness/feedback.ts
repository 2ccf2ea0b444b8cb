import type { AnalyzedFace } from '../faces/analysis.ts';
import type { Capture } from './capture.ts';

/**
 * Hints for an end user before the next attempt, by code. AWS says that its own words can change at any time.
 *
 * @see FeedbackCode of the Rekognition service model
 */
export const FEEDBACK_MESSAGES = {
  FACE_NOT_VISIBLE: 'Keep your face visible in the camera during the whole check.',
  FACE_OBSTRUCTION_DETECTED: 'Remove anything that covers your face.',
  LOW_VIDEO_QUALITY_DETECTED: 'Hold the camera still and clean its lens.',
  FACE_NOT_ALIGNED: 'Look straight into the camera and fill the oval with your face.',
  EYES_CLOSED_DETECTED: 'Keep your eyes open.',
  LOW_LIGHTING_DETECTED: 'Move to a brighter place.',
  HIGH_LIGHTING_DETECTED: 'Move out of the bright light.',
} as const;

export type FeedbackCode = keyof typeof FEEDBACK_MESSAGES;

interface FeedbackRule {
  readonly code: FeedbackCode;
  /** `face` is the reference frame's, analyzed with all attributes. */
  readonly applies: (capture: Capture, face: AnalyzedFace | undefined) => boolean;
}

/**
 * Scales of Quality.Brightness and Quality.Sharpness. Below
 * 25 a face is not fit for matching (whitepaper 3.3.1).
 */
const LOWEST_QUALITY = 25;
const HIGHEST_BRIGHTNESS = 90;
/** Yaw and pitch beyond this are not fit for matching (whitepaper 3.3.1). */
const LARGEST_TURN_DEGREES = 30;
/** A smaller overlap than this is a face beside the oval. */
const SMALLEST_OVAL_OVERLAP = 0.3;
const SMALLEST_VISIBLE_SHARE = 0.8;

const FEEDBACK_RULES: readonly FeedbackRule[] = [
  {
    code: 'FACE_NOT_VISIBLE',
    applies: ({ frames }) =>
      frames.filter(({ faces }) => faces.length > 0).length / frames.length < SMALLEST_VISIBLE_SHARE,
  },
  {
    code: 'FACE_OBSTRUCTION_DETECTED',
    applies: (_, face) => face?.attributes?.faceOccluded.value === true,
  },
  {
    code: 'LOW_VIDEO_QUALITY_DETECTED',
    applies: (_, face) => face !== undefined && face.quality.sharpness < LOWEST_QUALITY,
  },
  {
    code: 'FACE_NOT_ALIGNED',
    applies: ({ ovalOverlap }, face) =>
      (face !== undefined &&
        Math.max(Math.abs(face.pose.yaw), Math.abs(face.pose.pitch)) > LARGEST_TURN_DEGREES) ||
      (ovalOverlap !== undefined && ovalOverlap < SMALLEST_OVAL_OVERLAP),
  },
  {
    code: 'EYES_CLOSED_DETECTED',
    applies: (_, face) => face?.attributes?.eyesOpen.value === false,
  },
  {
    code: 'LOW_LIGHTING_DETECTED',
    applies: (_, face) => face !== undefined && face.quality.brightness < LOWEST_QUALITY,
  },
  {
    code: 'HIGH_LIGHTING_DETECTED',
    applies: (_, face) => face !== undefined && face.quality.brightness > HIGHEST_BRIGHTNESS,
  },
];

/** The conditions that hold for a capture, by code. */
export function feedbackOn(capture: Capture, face: AnalyzedFace | undefined): readonly FeedbackCode[] {
  return FEEDBACK_RULES.filter(({ applies }) => applies(capture, face)).map(({ code }) => code);
}
