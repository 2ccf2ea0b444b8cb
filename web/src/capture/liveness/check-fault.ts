/** Ways in which a check ends without a result, each with a text. */
export const CHECK_FAULTS = [
  'TIMEOUT',
  'FACE_DISTANCE_ERROR',
  'MULTIPLE_FACES_ERROR',
  'CONNECTION_TIMEOUT',
  'SERVER_ERROR',
  'CAMERA_ACCESS_ERROR',
  'CAMERA_FRAMERATE_ERROR',
  'MOBILE_LANDSCAPE_ERROR',
  'RUNTIME_ERROR',
] as const;
export type CheckFault = (typeof CHECK_FAULTS)[number];

/** Returns the fault of a state of the liveness component, whose states are more. */
export const checkFaultOf = (state: string): CheckFault =>
  CHECK_FAULTS.find((fault) => fault === state) ??
  (state === 'DEFAULT_CAMERA_NOT_FOUND_ERROR' ? 'CAMERA_ACCESS_ERROR' : 'RUNTIME_ERROR');
