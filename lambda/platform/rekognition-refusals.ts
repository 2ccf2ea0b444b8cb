/**
 * How an operation says that it sees no face in an image: by InvalidParameterException, as the API reference has it, in
 * these words. CompareFaces has no others for it than for any parameter that it cannot name.
 */
const NO_FACE_MESSAGES = new Map([
  ['SearchFacesByImage', /^There are no faces in the image\b/i],
  ['CompareFaces', /^Request has invalid parameters\.?$/i],
]);

/** Whether an operation refused an image for showing no face. Any other wrong parameter is a fault of ours. */
export const seesNoFace = (operation: string, error: unknown): boolean =>
  error instanceof Error &&
  error.name === 'InvalidParameterException' &&
  NO_FACE_MESSAGES.get(operation)?.test(error.message) === true;

/** Refusals that tell about the image, the session, the user or the collection that was asked for. */
const ANSWERS: readonly string[] = [
  'ConflictException',
  'ImageTooLargeException',
  'InvalidImageFormatException',
  'ResourceAlreadyExistsException',
  'ResourceNotFoundException',
  'SessionNotFoundException',
];

/** Whether a refusal answers what was asked. Others are faults: of the service, of our request, or of a permission. */
export const isAnswer = (operation: string, error: unknown): boolean =>
  error instanceof Error && (ANSWERS.includes(error.name) || seesNoFace(operation, error));
