import type { AnalyzedFace, Pose } from '../analysis.ts';
import type { Attribute, FaceAttributes } from '../attributes.ts';
import { type FaceMesh, meshPoint } from '../detection/face-mesh.ts';
import { readFaceres } from '../embedding/faceres.ts';
import { distance } from '../imaging/affine.ts';
import type { ImagePyramid } from '../imaging/image-pyramid.ts';
import type { ModelSessions } from '../inference/model-sessions.ts';
import { type Emotion, readEmotions } from './emotions.ts';
import { bridgeBand } from './eyeglasses.ts';
import type { Eyes } from './eyes.ts';
import { cutFace } from './face-chip.ts';
import { darkEyeCover, occlusion } from './occlusion.ts';

/** No model or measure here determines it. */
const UNKNOWN: Attribute<boolean> = { value: false, confidence: 50 };
/** Photos of one person differed by 3 to 10 years mostly. */
const AGE_MARGIN_YEARS = 7;
/** Middle and width of the step from closed to open, in shares of the eye's width: see Eye.openness. */
const EYES_OPEN = { middle: 0.17, width: 0.03 };
/** Gap between the lips as a share of the mouth's width; toothy smiles begin at 0.2. */
const MOUTH_OPEN = { middle: 0.22, width: 0.04 };
const BRIDGE_BAND = { middle: 0.22, width: 0.04 };
/** Beyond this yaw the bridge of the nose is its outline: what stands out there may be background. */
const FRONTAL_YAW_DEGREES = 35;
/** The most that a measure by hand is sure of. */
const MAX_HEURISTIC_CONFIDENCE = 95;
/** Radius of the eyeball as a share of the eye's width: 12 of 30 mm. */
const EYEBALL_RADIUS = 0.4;

/** Everything beyond box, landmarks, pose and quality. */
export async function readAttributes(
  sessions: ModelSessions,
  image: ImagePyramid,
  mesh: FaceMesh,
  { eyes, pose, quality }: { eyes: Eyes; pose: Pose; quality: AnalyzedFace['quality'] },
): Promise<FaceAttributes> {
  const chip = cutFace(image, mesh);
  const emotions = await readEmotions(sessions, image, mesh);
  const faceres = await readFaceres(sessions, image, mesh);
  const occluded = occlusion(chip, quality);
  const sunglasses = darkEyeCover(chip);
  const open = step((eyes.left.openness + eyes.right.openness) / 2, EYES_OPEN);
  const frame = Math.max(step(bridgeBand(chip), BRIDGE_BAND), sunglasses);
  const eyeglasses = Math.abs(pose.yaw) > FRONTAL_YAW_DEGREES ? 0.5 + (frame - 0.5) / 2 : frame;
  return {
    ageRange: ageRange(faceres.age),
    smile: likely(smile(emotions)),
    eyeglasses: byHand(eyeglasses),
    sunglasses: byHand(sunglasses),
    gender: gender(faceres.male),
    beard: UNKNOWN,
    mustache: UNKNOWN,
    // behind dark glasses or a bar the network guesses
    eyesOpen: likely(0.5 + (open - 0.5) * (1 - sunglasses)),
    mouthOpen: likely(step(mouthGap(mesh), MOUTH_OPEN)),
    emotions,
    faceOccluded: likely(occluded),
    eyeDirection: eyeDirection(eyes, open * (1 - sunglasses)),
  };
}

/** Whether something covers the eyes or the mouth, as all attributes would have it. */
export function readOcclusion(
  image: ImagePyramid,
  mesh: FaceMesh,
  quality: AnalyzedFace['quality'],
): FaceAttributes['faceOccluded'] {
  return likely(occlusion(cutFace(image, mesh), quality));
}

/** A probability in Rekognition's form: the likelier value and its confidence. */
function likely(probability: number): Attribute<boolean> {
  const value = probability >= 0.5;
  return { value, confidence: 100 * (value ? probability : 1 - probability) };
}

function byHand(probability: number): Attribute<boolean> {
  const { value, confidence } = likely(probability);
  return { value, confidence: Math.min(confidence, MAX_HEURISTIC_CONFIDENCE) };
}

/** A logistic step from 0 to 1. */
function step(measure: number, { middle, width }: { middle: number; width: number }): number {
  return 1 / (1 + Math.exp((middle - measure) / width));
}

function ageRange(ages: Float32Array): FaceAttributes['ageRange'] {
  const expected = ages.reduce((sum, probability, index) => sum + probability * (index + 1), 0);
  return {
    low: Math.max(0, Math.round(expected - AGE_MARGIN_YEARS)),
    high: Math.round(expected + AGE_MARGIN_YEARS),
  };
}

function gender(male: number): FaceAttributes['gender'] {
  const { value, confidence } = likely(male);
  return { value: value ? 'Male' : 'Female', confidence };
}

function smile(emotions: readonly Emotion[]): number {
  return (emotions.find(({ type }) => type === 'HAPPY')?.confidence ?? 0) / 100;
}

function mouthGap(mesh: FaceMesh): number {
  const gap = distance(meshPoint(mesh, 13), meshPoint(mesh, 14));
  return gap / distance(meshPoint(mesh, 78), meshPoint(mesh, 308));
}

function eyeDirection({ left, right }: Eyes, visible: number): FaceAttributes['eyeDirection'] {
  return {
    yaw: angle((left.gaze.x + right.gaze.x) / 2),
    pitch: -angle((left.gaze.y + right.gaze.y) / 2),
    confidence: Math.min(100 * visible, MAX_HEURISTIC_CONFIDENCE),
  };
}

/** Degrees by which an eyeball is turned when the pupil is this far off, in shares of the eye's width. */
function angle(offset: number): number {
  return (Math.asin(Math.min(1, Math.max(-1, offset / EYEBALL_RADIUS))) * 180) / Math.PI;
}
