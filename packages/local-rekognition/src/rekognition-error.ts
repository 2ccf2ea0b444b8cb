/**
 * The errors that this service answers, with the HTTP status that AWS gives each.
 * Two are faults (5xx) in the published service model: the SDKs retry them.
 */
const STATUS_BY_CODE = {
  AccessDeniedException: 400,
  ConflictException: 400,
  IdempotentParameterMismatchException: 400,
  ImageTooLargeException: 400,
  InternalServerError: 500,
  InvalidImageFormatException: 400,
  InvalidPaginationTokenException: 400,
  InvalidParameterException: 400,
  InvalidS3ObjectException: 400,
  ProvisionedThroughputExceededException: 400,
  ResourceAlreadyExistsException: 400,
  ResourceNotFoundException: 400,
  SerializationException: 400,
  ServiceQuotaExceededException: 400,
  SessionNotFoundException: 400,
  ThrottlingException: 400,
  UnknownOperationException: 400,
  ValidationException: 400,
} as const;

export type RekognitionErrorCode = keyof typeof STATUS_BY_CODE;

/** The codes an injected fault may carry, too. */
export const REKOGNITION_ERROR_CODES = Object.keys(STATUS_BY_CODE) as readonly RekognitionErrorCode[];

/** An error that Rekognition itself would answer: the SDK turns it into an exception named `code`. */
export class RekognitionError extends Error {
  override readonly name = 'RekognitionError';
  readonly code: RekognitionErrorCode;

  constructor(code: RekognitionErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }

  get status(): number {
    return STATUS_BY_CODE[this.code];
  }
}
