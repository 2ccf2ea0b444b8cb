import type { ReviewCase } from '../domain/review-case.ts';

export interface ReviewCasePage {
  /** The newest first. */
  readonly cases: readonly ReviewCase[];
  /** Id of the last case read; undefined at the end. */
  readonly lastId?: string;
}

export interface ReviewCaseStore {
  /** Opens a case, once for each pair of users and reason; returns false if there is one. */
  open(opened: ReviewCase): Promise<boolean>;
  /** Whether a case was opened for a pair of users and a reason. */
  has(tenant: string, reason: ReviewCase['reason'], userIds: readonly string[]): Promise<boolean>;
  list(tenant: string, limit: number, afterId?: string): Promise<ReviewCasePage>;
}
