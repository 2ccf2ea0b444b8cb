/** Whose resources the tests have. */
export const REGION = 'us-east-1';
export const ACCOUNT_ID = '000000000000';
