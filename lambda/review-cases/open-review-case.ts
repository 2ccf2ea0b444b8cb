import { ID_PREFIXES } from '../kernel/identifier.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import type { NewIdentifier } from '../kernel/ports/identifiers.ts';
import type { ReviewCase } from './domain/review-case.ts';
import type { ReviewCaseStore } from './ports/review-case-store.ts';

export interface OpenReviewCaseDependencies {
  readonly cases: Pick<ReviewCaseStore, 'open'>;
  readonly clock: Clock;
  readonly newIdentifier: NewIdentifier;
  readonly emit: EmitMetric;
}

/** Opens a case, once for each pair of users and reason, and counts it. */
export async function openReviewCase(
  question: Omit<ReviewCase, 'id' | 'status' | 'opened_at'>,
  { cases, clock, newIdentifier, emit }: OpenReviewCaseDependencies,
): Promise<void> {
  const opened = await cases.open({
    ...question,
    id: newIdentifier(ID_PREFIXES.reviewCase),
    status: 'open',
    opened_at: clock().toISOString(),
  });
  if (opened) emit('ReviewCaseOpened', 1, { ReasonCode: question.reason });
}
