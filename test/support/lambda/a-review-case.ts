import { pairOf } from '../../../lambda/allowed-pairs/domain/allowed-pair.ts';
import { type LivenessLabel, labelOf } from '../../../lambda/review-cases/domain/liveness-label.ts';
import { pairsAllowedBy } from '../../../lambda/review-cases/domain/pairs-allowed-by.ts';
import {
  type CaseUser,
  isOverdue,
  isWaiting,
  type ReviewCase,
} from '../../../lambda/review-cases/domain/review-case.ts';
import type { ReviewCaseStore } from '../../../lambda/review-cases/ports/review-case-store.ts';
import type { AppliedTransition } from '../../../lambda/sessions/domain/session-transition.ts';
import { aScore, minutesAfter, NOON, TENANT } from './builders.ts';
import { InMemoryAllowedPairs } from './in-memory-allowed-pairs.ts';
import { InMemorySessionStore } from './in-memory-session-store.ts';

const aUser = (user_id: string, minute: number): CaseUser => ({
  user_id,
  face_id: `face-of-${user_id}`,
  collection_id: 'face-idv.acme.g1.0',
  session_id: `vs_${user_id}`,
  enrolled_at: minutesAfter(minute).toISOString(),
});

/** Two users who may be one person. */
export const PAIR: readonly [CaseUser, CaseUser] = [aUser('ann', -2), aUser('bob', -1)];

const OPENED = {
  tenant: TENANT,
  status: 'open',
  revision: 1,
  opened_at: NOON.toISOString(),
  due_at: minutesAfter(24 * 60).toISOString(),
  sla_hours: 24,
  retention_days: 400,
  four_eyes: false,
  notes: [],
  findings: [],
  earlier: [],
} as const satisfies Partial<ReviewCase>;

/** A case of two users who may be one person. */
export const aReviewCase = (changes: Partial<ReviewCase> = {}): ReviewCase => ({
  ...structuredClone(OPENED),
  id: 'rc_1',
  reason: 'possible_duplicate',
  users: [...PAIR],
  similarity: 99.4,
  face_model_version: '7.0',
  ...changes,
});

/** A case of one run of a session. */
export const aSessionCase = (changes: Partial<ReviewCase> = {}): ReviewCase => ({
  ...structuredClone(OPENED),
  id: 'rc_1',
  reason: 'match_in_band',
  session: { id: 'vs_1', run: 1, user_id: 'user-1' },
  ...changes,
});

/** A case of a passed liveness check. */
export const aSampledCase = (changes: Partial<ReviewCase> = {}): ReviewCase =>
  aSessionCase({
    reason: 'sampled',
    liveness_check: { id: '11111111-2222-4333-8444-555555555555', sampled_percent: 100, ...aScore() },
    ...changes,
  });

/** Cases in a list, one for each reason and pair of users or run of a session. */
export class InMemoryReviewCases implements ReviewCaseStore {
  readonly cases: ReviewCase[] = [];
  readonly pairs = new InMemoryAllowedPairs();
  readonly sessions: InMemorySessionStore;
  /** Labels by the ids of their cases. */
  readonly labels = new Map<string, LivenessLabel>();

  /** @param sessions that decisions move */
  constructor(sessions = new InMemorySessionStore()) {
    this.sessions = sessions;
  }

  open: ReviewCaseStore['open'] = async (opened) => {
    if (this.cases.some((one) => questionOf(one) === questionOf(opened))) return false;
    this.cases.push(opened);
    return true;
  };

  isKnownPair: ReviewCaseStore['isKnownPair'] = async (tenant, reason, [one, other]) =>
    this.cases.some(
      (known) => known.users && questionOf(known) === [tenant, reason, ...pairOf(one, other)].join('#'),
    ) || (await this.pairs.pairedWith(tenant, one)).has(other);

  get: ReviewCaseStore['get'] = async (tenant, id) =>
    this.cases.find((one) => one.tenant === tenant && one.id === id);

  save: ReviewCaseStore['save'] = (before, after) => this.write(before, after);

  saveWithSession: ReviewCaseStore['saveWithSession'] = (before, after, moved) =>
    this.write(before, after, moved);

  private async write(before: ReviewCase, after: ReviewCase, moved?: AppliedTransition): Promise<boolean> {
    const index = this.cases.findIndex(({ tenant, id }) => tenant === after.tenant && id === after.id);
    if (this.cases[index]?.revision !== before.revision) return false;
    if (moved && !(await this.sessions.apply(moved))) return false;
    this.cases[index] = after;
    const label = labelOf(after);
    if (label) this.labels.set(after.id, label);
    else this.labels.delete(after.id);
    for (const pair of pairsAllowedBy(before)) this.pairs.takeBack(...pair, after.tenant);
    for (const pair of pairsAllowedBy(after)) this.pairs.allow(...pair, after.tenant);
    return true;
  }

  list: ReviewCaseStore['list'] = async (tenant, filter, limit, afterId) => {
    const { reason, status, assignee, overdueAt } = filter;
    const newest = this.cases
      .filter((one) => one.tenant === tenant && (afterId === undefined || one.id < afterId))
      .filter((one) => reason === undefined || one.reason === reason)
      .filter((one) => status === undefined || one.status === status)
      .filter((one) => !filter.isWaiting || isWaiting(one))
      .filter((one) => assignee === undefined || one.assignee === assignee)
      .filter((one) => overdueAt === undefined || isOverdue(one, overdueAt))
      .sort((one, other) => (one.id < other.id ? 1 : -1));
    const cases = newest.slice(0, limit);
    const last = cases.at(-1);
    return { cases, ...(newest.length > limit && last ? { lastId: last.id } : {}) };
  };

  listOfSession: ReviewCaseStore['listOfSession'] = async (tenant, { id, runs }) =>
    this.cases
      .filter((one) => one.tenant === tenant && one.session?.id === id && one.session.run <= runs)
      .sort((one, other) => (one.id < other.id ? 1 : -1));
}

const questionOf = ({ tenant, reason, users, session }: ReviewCase) =>
  session
    ? [tenant, reason, session.id, session.run].join('#')
    : [tenant, reason, ...(users ?? []).map(({ user_id }) => user_id).sort()].join('#');
