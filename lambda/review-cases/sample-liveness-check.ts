import type { PolicyOf } from '../policies/read-pinned-policy.ts';
import type { SessionStore } from '../sessions/ports/session-store.ts';
import type { ReviewCaseSettings } from './contract.ts';
import { isSampled, sampledPercent } from './domain/is-sampled.ts';
import { type OpenReviewCaseDependencies, openReviewCase } from './open-review-case.ts';

export interface SampleLivenessCheckDependencies extends Omit<OpenReviewCaseDependencies, 'policy'> {
  readonly sessions: Pick<SessionStore, 'get' | 'listLivenessSessions'>;
  readonly policyOf: PolicyOf;
  readonly settings: Pick<ReviewCaseSettings, 'retentionDays' | 'labelRetentionDays'>;
}

/** A liveness check comes before the first run of its session, and no later run takes another one. */
const RUN = 1;

/**
 * Opens a case about the passed liveness check of a session if it is in the sample. Its session does not wait
 * for the case, and repeating it opens nothing twice.
 */
export async function sampleLivenessCheck(
  tenant: string,
  sessionId: string,
  dependencies: SampleLivenessCheckDependencies,
): Promise<void> {
  const { sessions, policyOf, settings } = dependencies;
  const [sampled, checks] = await Promise.all([
    sessions.get(tenant, sessionId),
    sessions.listLivenessSessions(tenant, sessionId),
  ]);
  if (!sampled?.livemode) return;
  const policy = await policyOf(sampled);
  const passed = checks.find(({ status }) => status === 'passed');
  if (!passed?.score || !isSampled(passed.id, passed.score, policy.sampling)) return;
  const session = { id: sessionId, run: RUN, user_id: passed.user_id };
  const sampled_percent = sampledPercent(passed.score, policy.sampling);
  const liveness_check = { id: passed.id, ...passed.score, sampled_percent };
  const label_retention_days = settings.labelRetentionDays;
  await openReviewCase(
    { tenant, reason: 'sampled', session, liveness_check, label_retention_days },
    { ...dependencies, policy },
  );
}
