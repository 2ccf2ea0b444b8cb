import type { CaseReason, CaseStatus } from './case-words.ts';
import { QUESTIONS } from './case-words.ts';

export const CASE_REASONS = Object.keys(QUESTIONS) as readonly CaseReason[];
export const CASE_STATUSES: readonly CaseStatus[] = [
  'open',
  'assigned',
  'awaiting_second',
  'disputed',
  'decided',
  'closed',
];

/** Which cases are listed. */
export interface ReviewFilter {
  readonly status?: CaseStatus;
  readonly reason?: CaseReason;
  /** Those of the operator alone. */
  readonly assignee?: 'me';
  readonly overdue?: 'true';
}

/** Reads the filter from the address of the page. */
export function reviewFilterOf(address: URLSearchParams): ReviewFilter {
  const status = CASE_STATUSES.find((one) => one === address.get('status'));
  const reason = CASE_REASONS.find((one) => one === address.get('reason'));
  return {
    ...(status ? { status } : {}),
    ...(reason ? { reason } : {}),
    ...(address.get('mine') === 'true' ? { assignee: 'me' } : {}),
    ...(address.get('overdue') === 'true' ? { overdue: 'true' } : {}),
  };
}

/** Writes the filter into the address of the page. */
export function reviewAddressOf({ status, reason, assignee, overdue }: ReviewFilter): URLSearchParams {
  const entries = { status, reason, mine: assignee && 'true', overdue };
  return new URLSearchParams(
    Object.entries(entries).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
