import type { InterruptionReason } from '../session/own-session.ts';

/** Why a camera cannot be used, as the API counts it. */
export type CameraFault = Extract<
  InterruptionReason,
  'camera_permission_denied' | 'camera_not_found' | 'device_not_supported'
>;

/**
 * What Face Liveness asks of a camera, on which side up it may be:
 * https://docs.aws.amazon.com/rekognition/latest/dg/face-liveness-requirements.html
 */
const MIN_SHORT_SIDE_PX = 480;
const MIN_LONG_SIDE_PX = 640;
const MIN_FRAMES_PER_SECOND = 15;

/** What is known of a camera that runs. */
export interface CameraSettings {
  readonly width?: number;
  readonly height?: number;
  readonly frameRate?: number;
  /** Name of the device; the component refuses virtual cameras, which it knows by their name. */
  readonly label: string;
}

/** Whether a camera suits a liveness check. Firefox on phones tells no frame rate: it is not held against it. */
export function suits({ width = 0, height = 0, frameRate, label }: CameraSettings): boolean {
  return (
    Math.min(width, height) >= MIN_SHORT_SIDE_PX &&
    Math.max(width, height) >= MIN_LONG_SIDE_PX &&
    (frameRate === undefined || Math.round(frameRate) >= MIN_FRAMES_PER_SECOND) &&
    !/virtual/i.test(label)
  );
}

/** Features that the liveness component cannot do without. */
export interface Features {
  readonly mediaDevices: unknown;
  readonly mediaRecorder: unknown;
  readonly webSocket: unknown;
}

export const browserSuits = ({ mediaDevices, mediaRecorder, webSocket }: Features): boolean =>
  Boolean(mediaDevices && mediaRecorder && webSocket);

/** Returns the fault that a browser's refusal of the camera means. */
export function faultOf(error: unknown): CameraFault {
  const name = error instanceof Error ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'camera_permission_denied';
  if (name === 'OverconstrainedError' || name === 'TypeError') return 'device_not_supported';
  return 'camera_not_found';
}
