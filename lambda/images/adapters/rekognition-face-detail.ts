import type { FaceDetail, BoundingBox as RekognitionBox } from '@aws-sdk/client-rekognition';
import type { BoundingBox, FaceObservation } from '../domain/quality-gate.ts';

export const toBoundingBox = (box: RekognitionBox = {}): BoundingBox => ({
  left: box.Left ?? 0,
  top: box.Top ?? 0,
  width: box.Width ?? 0,
  height: box.Height ?? 0,
});

/** Converts a face detail. A missing value does not pass the gate: 180 degrees, no light, no sharpness. */
export function toObservation({ BoundingBox, Pose, Quality, FaceOccluded }: FaceDetail): FaceObservation {
  return {
    boundingBox: toBoundingBox(BoundingBox),
    yawDegrees: Pose?.Yaw ?? 180,
    pitchDegrees: Pose?.Pitch ?? 180,
    sharpness: Quality?.Sharpness ?? 0,
    brightness: Quality?.Brightness ?? 0,
    ...(FaceOccluded?.Value !== undefined ? { occluded: FaceOccluded.Value } : {}),
  };
}
