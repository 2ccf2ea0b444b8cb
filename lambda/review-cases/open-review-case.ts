import { pairOf } from '../allowed-pairs/domain/allowed-pair.ts';
import { ID_PREFIXES } from '../kernel/identifier.ts';
import type { VerificationPolicy } from '../kernel/policy.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import type { NewIdentifier } from '../kernel/ports/identifiers.ts';
import type { ReviewCaseSettings } from './contract.ts';
import { type CaseQuestion, dueAfter } from './domain/review-case.ts';
import type { ReviewCaseStore } from './ports/review-case-store.ts';

export interface OpenReviewCaseDependencies {
  readonly cases: Pick<ReviewCaseStore, 'open' | 'isKnownPair'>;
  readonly policy: Pick<VerificationPolicy, 'review'>;
  readonly settings: Pick<ReviewCaseSettings, 'retentionDays'>;
  readonly clock: Clock;
  readonly newIdentifier: NewIdentifier;
  readonly emit: EmitMetric;
}

/**
 * Opens a case, once for each reason and pair of users or run of a session, and counts it. None is opened for
 * a pair that a person has allowed. The search of a session leaves such pairs out before.
 * @param dueAt until when its session is promised a decision; without one, the policy's hours count from now
 */
export async function openReviewCase(
  question: CaseQuestion,
  dependencies: OpenReviewCaseDependencies,
  dueAt?: string,
): Promise<void> {
  const { cases, policy, settings, clock, newIdentifier, emit } = dependencies;
  if (await isKnown(question, cases)) return;
  const now = clock();
  const { sla_hours, four_eyes } = policy.review;
  const opened = await cases.open({
    ...question,
    id: newIdentifier(ID_PREFIXES.reviewCase),
    status: 'open',
    revision: 1,
    opened_at: now.toISOString(),
    due_at: dueAt ?? dueAfter(sla_hours, now),
    sla_hours,
    retention_days: settings.retentionDays,
    four_eyes,
    notes: [],
    findings: [],
    earlier: [],
  });
  if (opened) emit('ReviewCaseOpened', 1, { ReasonCode: question.reason });
}

const isKnown = async (
  { tenant, reason, users }: CaseQuestion,
  cases: Pick<ReviewCaseStore, 'isKnownPair'>,
): Promise<boolean> =>
  users !== undefined && cases.isKnownPair(tenant, reason, pairOf(users[0].user_id, users[1].user_id));
