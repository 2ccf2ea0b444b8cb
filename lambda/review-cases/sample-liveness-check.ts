import type { VerificationPolicy } from '../kernel/policy.ts';
import type { SessionStore } from '../sessions/ports/session-store.ts';
import { isSampled } from './domain/is-sampled.ts';
import { type OpenReviewCaseDependencies, openReviewCase } from './open-review-case.ts';

export interface SampleLivenessCheckDependencies extends OpenReviewCaseDependencies {
  readonly sessions: Pick<SessionStore, 'listLivenessSessions'>;
  readonly policy: Pick<VerificationPolicy, 'review' | 'sampling'>;
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
  const { sessions, policy } = dependencies;
  const checks = await sessions.listLivenessSessions(tenant, sessionId);
  const passed = checks.find(({ status }) => status === 'passed');
  if (!passed?.score || !isSampled(passed.id, passed.score, policy.sampling)) return;
  const session = { id: sessionId, run: RUN, user_id: passed.user_id };
  const liveness_check = { id: passed.id, ...passed.score };
  await openReviewCase({ tenant, reason: 'sampled', session, liveness_check }, dependencies);
}
