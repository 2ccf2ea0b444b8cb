import type { CaseReason } from '../../kernel/case-finding.ts';
import type { AppliedTransition } from '../../sessions/domain/session-transition.ts';
import type { CaseStatus, ReviewCase } from '../domain/review-case.ts';

/** Which cases are looked for; an absent member does not matter. */
export interface CaseFilter {
  readonly reason?: CaseReason | undefined;
  readonly status?: CaseStatus | undefined;
  readonly assignee?: string | undefined;
  /** Those that are not decided. */
  readonly isWaiting?: true | undefined;
  /** Those that should have been decided by then, and are not. */
  readonly overdueAt?: Date | undefined;
}

export interface ReviewCasePage {
  /** The newest first. */
  readonly cases: readonly ReviewCase[];
  /** Id of the last case read; undefined at the end. */
  readonly lastId?: string;
}

export interface ReviewCaseStore {
  /**
   * Opens a case, once for each reason and pair of users, or reason and run of a session; returns false if
   * there is one.
   */
  open(opened: ReviewCase): Promise<boolean>;
  /** Whether a case was opened for a pair of users and a reason, or the pair was allowed. */
  isKnownPair(tenant: string, reason: CaseReason, userIds: readonly [string, string]): Promise<boolean>;
  get(tenant: string, id: string): Promise<ReviewCase | undefined>;
  /**
   * Writes a case as it is after a change, with the pairs that its decision allows.
   * @param before as it was read
   * @returns false if it was changed meanwhile
   */
  save(before: ReviewCase, after: ReviewCase): Promise<boolean>;
  /** The same together with what the change makes of its session, all or nothing. */
  saveWithSession(before: ReviewCase, after: ReviewCase, moved: AppliedTransition): Promise<boolean>;
  /** Lists up to `limit` cases; fewer, even none, do not mean that there are no more. */
  list(tenant: string, filter: CaseFilter, limit: number, afterId?: string): Promise<ReviewCasePage>;
  /** Lists the cases about a session, the newest first: at most one for each of its runs and each reason. */
  listOfSession(
    tenant: string,
    session: { readonly id: string; readonly runs: number },
  ): Promise<readonly ReviewCase[]>;
}
