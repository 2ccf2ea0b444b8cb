import { pairOf } from '../allowed-pairs/domain/allowed-pair.ts';
import type { AllowedPairs } from '../allowed-pairs/ports/allowed-pairs.ts';
import { ID_PREFIXES } from '../kernel/identifier.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import type { NewIdentifier } from '../kernel/ports/identifiers.ts';
import type { ReviewCaseSettings } from './contract.ts';
import { type CaseQuestion, dueAfter } from './domain/review-case.ts';
import type { ReviewCaseStore } from './ports/review-case-store.ts';

export interface OpenReviewCaseDependencies {
  readonly cases: Pick<ReviewCaseStore, 'open' | 'isKnownPair'>;
  readonly pairs: Pick<AllowedPairs, 'pairedWith'>;
  readonly settings: Pick<ReviewCaseSettings, 'slaHours' | 'fourEyes' | 'retentionDays'>;
  readonly clock: Clock;
  readonly newIdentifier: NewIdentifier;
  readonly emit: EmitMetric;
}

/**
 * Opens a case, once for each reason and pair of users or run of a session, and counts it. Pairs
 * that a person has allowed are left out.
 */
export async function openReviewCase(
  asked: CaseQuestion,
  dependencies: OpenReviewCaseDependencies,
): Promise<void> {
  const { cases, settings, clock, newIdentifier, emit } = dependencies;
  const question = await withoutAllowedPairs(asked, dependencies);
  if (!question) return;
  const now = clock();
  const opened = await cases.open({
    ...question,
    id: newIdentifier(ID_PREFIXES.reviewCase),
    status: 'open',
    revision: 1,
    opened_at: now.toISOString(),
    due_at: dueAfter(settings.slaHours, now),
    sla_hours: settings.slaHours,
    retention_days: settings.retentionDays,
    four_eyes: settings.fourEyes,
    notes: [],
    findings: [],
    earlier: [],
  });
  if (opened) emit('ReviewCaseOpened', 1, { ReasonCode: question.reason });
}

/** The question without the pairs that are allowed; undefined if nothing is left of it. */
async function withoutAllowedPairs(
  question: CaseQuestion,
  { cases, pairs }: Pick<OpenReviewCaseDependencies, 'cases' | 'pairs'>,
): Promise<CaseQuestion | undefined> {
  const { tenant, reason, users, session, matches } = question;
  if (users) {
    const isKnown = await cases.isKnownPair(tenant, reason, pairOf(users[0].user_id, users[1].user_id));
    return isKnown ? undefined : question;
  }
  if (!session || !matches?.length) return question;
  const allowed = await pairs.pairedWith(tenant, session.user_id);
  const left = matches.filter(({ user_id }) => user_id === undefined || !allowed.has(user_id));
  return left.length > 0 ? { ...question, matches: left } : undefined;
}
