const TEXTS: Readonly<Record<string, string>> = {
  NotAuthorizedException: 'The user name or the password is not right.',
  // the user pool does not say whether a name exists
  UserNotFoundException: 'The user name or the password is not right.',
  CodeMismatchException: 'This code is not right. Enter the one that your authenticator app shows now.',
  EnableSoftwareTokenMFAException:
    'This code is not right. Enter the one that your authenticator app shows now.',
  ExpiredCodeException: 'This code has expired. Enter the one that your authenticator app shows now.',
  InvalidPasswordException: 'This password does not follow the rules of the user pool.',
  PasswordResetRequiredException: 'An administrator has to set a new password for you.',
  TooManyRequestsException: 'There were too many attempts. Wait a minute, then try again.',
  LimitExceededException: 'There were too many attempts. Wait a minute, then try again.',
  NetworkError: 'The user pool could not be reached. Check your connection, then try again.',
};

/** Says why a sign-in went no further. */
export function signInFault(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return TEXTS[error.name] ?? error.message;
}
