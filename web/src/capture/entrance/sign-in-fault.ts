/** What the page says of a sign-in that was refused; each has a text. */
export type SignInFault = 'wrong' | 'wrongCode' | 'weakPassword' | 'tooMany' | 'fault';

const FAULTS: Readonly<Record<string, SignInFault>> = {
  // one text for both: whether a user exists is nobody's business
  NotAuthorizedException: 'wrong',
  UserNotFoundException: 'wrong',
  CodeMismatchException: 'wrongCode',
  EnableSoftwareTokenMFAException: 'wrongCode',
  ExpiredCodeException: 'wrongCode',
  InvalidPasswordException: 'weakPassword',
  TooManyRequestsException: 'tooMany',
  LimitExceededException: 'tooMany',
};

/** Message by which the user pool refuses every password for a while; its name is that of a wrong one. */
const LOCKED_OUT = /attempts exceeded/i;

/** Returns what an error of the user pool means to the person. */
export function signInFaultOf(error: unknown): SignInFault {
  if (!(error instanceof Error)) return 'fault';
  return LOCKED_OUT.test(error.message) ? 'tooMany' : (FAULTS[error.name] ?? 'fault');
}
