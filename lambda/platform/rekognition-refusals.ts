/**
 * Messages with which an operation reports an image without a face: an InvalidParameterException,
 * by the API reference. CompareFaces uses the same message for any unnamed parameter.
 */
const NO_FACE_MESSAGES = new Map([
  ['SearchFacesByImage', /^There are no faces in the image\b/i],
  ['CompareFaces', /^Request has invalid parameters\.?$/i],
]);

/**
 * Whether an operation refused an image because it shows no face. Any other invalid parameter is our fault.
 */
export const seesNoFace = (operation: string, error: unknown): boolean =>
  error instanceof Error &&
  error.name === 'InvalidParameterException' &&
  NO_FACE_MESSAGES.get(operation)?.test(error.message) === true;

/** Errors that say something about the requested image, session, user or collection. */
const ANSWERS: readonly string[] = [
  'ConflictException',
  'ImageTooLargeException',
  'InvalidImageFormatException',
  'ResourceAlreadyExistsException',
  'SessionNotFoundException',
];

/**
 * Operations that may be asked about something that is gone, or not there yet: a user, or a collection that
 * is inspected. For any other, a missing collection is a fault of the deployment.
 */
const MAY_BE_MISSING: readonly string[] = [
  'DeleteUser',
  'DisassociateFaces',
  'ListFaces',
  'DescribeCollection',
  'DeleteCollection',
];

/** Whether an error is an answer. Others are faults: of the service, the request or a permission. */
export const isAnswer = (operation: string, error: unknown): boolean =>
  error instanceof Error &&
  (ANSWERS.includes(error.name) ||
    (error.name === 'ResourceNotFoundException' && MAY_BE_MISSING.includes(operation)) ||
    seesNoFace(operation, error));
