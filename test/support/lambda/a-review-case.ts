import type { ReviewCase } from '../../../lambda/review-cases/domain/review-case.ts';
import type { ReviewCaseStore } from '../../../lambda/review-cases/ports/review-case-store.ts';
import { minutesAfter, NOON, TENANT } from './builders.ts';

const aUser = (user_id: string, minute: number) => ({
  user_id,
  face_id: `face-of-${user_id}`,
  collection_id: 'face-idv.acme.g1.0',
  session_id: `vs_${user_id}`,
  enrolled_at: minutesAfter(minute).toISOString(),
});

/** A case of two users who may be one person. */
export const aReviewCase = (changes: Partial<ReviewCase> = {}): ReviewCase => ({
  id: 'rc_1',
  tenant: TENANT,
  reason: 'possible_duplicate',
  status: 'open',
  opened_at: NOON.toISOString(),
  users: [aUser('ann', -2), aUser('bob', -1)],
  similarity: 99.4,
  face_model_version: '7.0',
  ...changes,
});

/** Cases in a list, one for each pair of users. */
export class InMemoryReviewCases implements ReviewCaseStore {
  readonly cases: ReviewCase[] = [];

  open: ReviewCaseStore['open'] = async (opened) => {
    if (this.cases.some((one) => pairOf(one) === pairOf(opened))) return false;
    this.cases.push(opened);
    return true;
  };

  has: ReviewCaseStore['has'] = async (tenant, reason, userIds) =>
    this.cases.some((one) => pairOf(one) === [tenant, reason, ...[...userIds].sort()].join('#'));

  list: ReviewCaseStore['list'] = async (tenant, limit, afterId) => {
    const newest = this.cases
      .filter((one) => one.tenant === tenant && (afterId === undefined || one.id < afterId))
      .sort((one, other) => (one.id < other.id ? 1 : -1));
    const cases = newest.slice(0, limit);
    const last = cases.at(-1);
    return { cases, ...(newest.length > limit && last ? { lastId: last.id } : {}) };
  };
}

const pairOf = ({ tenant, reason, users }: ReviewCase) =>
  [tenant, reason, ...users.map(({ user_id }) => user_id).sort()].join('#');
