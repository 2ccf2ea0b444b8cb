/** Longest reason that the API takes, in characters. */
export const MAX_REASON = 200;

/** Headers of a call whose operator says why. Characters that a header cannot carry are percent-encoded. */
export const withReason = (reason: string): { readonly 'Audit-Reason': string } => ({
  'Audit-Reason': reason.trim().replace(/[^\x20-\x24\x26-\x7e]+/g, encodeURIComponent),
});

/** Says what is wrong with a reason, if anything is. */
export function reasonFault(reason: string): string | undefined {
  const { length } = reason.trim();
  if (length === 0) return 'Say why, such as "identity proven by phone, ticket 4711".';
  if (length > MAX_REASON) return `A reason has at most ${MAX_REASON} characters; this one has ${length}.`;
  return /\p{Cc}/u.test(reason.trim()) ? 'A reason is one line of printable characters.' : undefined;
}
