/**
 * The exceptions of StartFaceLivenessSession. The first five are members of the response stream in the
 * service model; the others the SDK raises by name, as it does with what AWS answers to a bad signature.
 */
export type StreamExceptionCode =
  | 'ValidationException'
  | 'InternalServerException'
  | 'ThrottlingException'
  | 'ServiceQuotaExceededException'
  | 'ServiceUnavailableException'
  | 'SessionNotFoundException'
  | 'InvalidSignatureException'
  | 'UnrecognizedClientException'
  | 'ExpiredTokenException';

/** Close codes of the stream. 4001 and 4003 are AWS's own, as the Amplify component knows them. */
export const CLOSE_CODES = {
  done: 1000,
  /** RFC 6455 7.4.1: the client broke a rule. */
  policyViolation: 1008,
  /** RFC 6455 7.4.1: more than the server takes. */
  tooBig: 1009,
  /** RFC 6455 7.4.1: the server failed. */
  serverError: 1011,
  idle: 4001,
  sessionExpired: 4003,
} as const;

export type CloseReason = keyof typeof CLOSE_CODES;

/** Ends the stream: sent to the client as an exception message, then as the close code. */
export class StreamException extends Error {
  override readonly name = 'StreamException';
  readonly code: StreamExceptionCode;
  readonly closeReason: CloseReason;

  constructor(
    code: StreamExceptionCode,
    message: string,
    closeReason: CloseReason = 'policyViolation',
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.code = code;
    this.closeReason = closeReason;
  }
}
