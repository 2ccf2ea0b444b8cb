/**
 * Key prefix of the images of a session, or of a watchlist's entry, in the evidence bucket: the tenant, for
 * IAM policies, and the id.
 * Keys are in access logs, so they name no person (whitepaper 9.1): a user id may be anything a caller uses.
 */
export const evidencePrefix = (
  session: { readonly id: string; readonly tenant: string },
  folder: 'liveness' | 'document' | 'prepared' | 'judged' | 'watchlist',
): string => `${session.tenant}/${session.id}/${folder}`;
