import * as z from 'zod/mini';
import { imageReference, selfieReference } from '../../images/domain/image-reference.ts';
import { billableCalls, sumCalls } from '../../kernel/billing.ts';
import { check, checkName } from '../../kernel/check.ts';
import { decision } from '../../kernel/decision.ts';
import { policyReference } from '../../kernel/policy-reference.ts';
import { sensitivity } from '../../kernel/sensitivity.ts';
import { sessionType } from '../../kernel/session-type.ts';
import { alternativePath } from './alternative-path.ts';
import { interruption, stoppedStep } from './interruption.ts';
import { type LivenessSession, livenessSession } from './liveness-session.ts';
import { resumptionView } from './resumption.ts';
import { review, sessionFinding } from './review.ts';
import { runDecision, type SessionRun } from './session-run.ts';
import { sessionStatus } from './session-status.ts';
import { stoppingPointOf } from './stopping-point.ts';
import { shownTransaction, transaction } from './transaction.ts';
import { consent, statusAt, type VerificationSession } from './verification-session.ts';

const reportedCheck = z.extend(check, { name: checkName });

/** The operators' view of a session: every check with scores and reasons, progress and cost. */
export const operatorReport = z
  .object({
    id: z.string(),
    livemode: z.boolean().check(z.describe('False for a test session, whose checks are simulated.')),
    type: sessionType,
    user_id: z.string(),
    device_id: z.optional(z.string()),
    policy: policyReference.check(
      z.describe('The version of the policy that decides it, which `GET /v1/policies` shows.'),
    ),
    sensitivity,
    status: sessionStatus,
    consent,
    created_at: z.iso.datetime(),
    submitted_at: z.optional(z.iso.datetime()),
    transaction: z.optional(transaction).check(z.describe('Of a step-up: what was approved, or was to be.')),
    transaction_sha256: z.optional(z.string()),
    liveness_failures: z.int().check(z.minimum(0)),
    liveness_sessions: z
      .array(
        z.pick(livenessSession, {
          id: true,
          status: true,
          challenge: true,
          created_at: true,
          feedback: true,
          audit_images: true,
          taken_challenge: true,
        }),
      )
      .check(
        z.describe('Every liveness attempt, with the audit images that operators should sample regularly.'),
      ),
    selfie: z.optional(selfieReference).check(z.describe('For operators only, as every image.')),
    document: z.optional(imageReference),
    run: z
      .optional(z.int().check(z.minimum(1)))
      .check(z.describe('Number of the latest run, if there was more than one.')),
    resumable_until: z
      .optional(z.iso.datetime())
      .check(z.describe('Present while submitting the session again resumes it.')),
    checks: z
      .array(reportedCheck)
      .check(z.describe('Checks of the latest run, in the order in which they began.')),
    earlier_runs: z
      .optional(
        z.array(
          z.object({
            run: z.int().check(z.minimum(1)),
            checks: z.array(reportedCheck),
            decision: z.optional(runDecision),
            document: z.optional(imageReference),
          }),
        ),
      )
      .check(
        z.describe(
          'Runs before the latest one, each with its own checks, and the document if the next run judges another one.',
        ),
      ),
    review: z
      .optional(review)
      .check(z.describe('Why the session is or was held for a person, and what they have to answer.')),
    findings: z
      .optional(z.array(sessionFinding))
      .check(z.describe('What people have found about it, each with the case that says more.')),
    alternative_path: z
      .optional(alternativePath)
      .check(z.describe('The other path that the person has asked for, and why.')),
    stopped_at: z
      .optional(stoppedStep)
      .check(z.describe('Where it stopped, if it ended without a decision about the person.')),
    interruption: z
      .optional(interruption)
      .check(z.describe('Why its person stopped, as their app has reported it last, and at which step.')),
    decision: z.optional(decision),
    billable_calls: billableCalls,
    cost_usd: z
      .number()
      .check(
        z.minimum(0),
        z.describe('Cost of all runs in US dollars, by the configured prices when each check ran.'),
      ),
    duration_ms: z
      .optional(z.int().check(z.minimum(0)))
      .check(z.describe('Milliseconds from submission to decision.')),
  })
  .register(z.globalRegistry, { id: 'VerificationReport' });
export type OperatorReport = z.infer<typeof operatorReport>;

const inOrder = (checks: SessionRun['checks']) =>
  checkName.options
    .flatMap((name) => {
      const found = checks[name];
      return found ? [{ name, ...found }] : [];
    })
    .sort((one, other) => one.started_at.localeCompare(other.started_at));

export function toOperatorReport(
  session: VerificationSession,
  livenessSessions: readonly LivenessSession[],
  now: Date,
): OperatorReport {
  const checks = inOrder(session.checks);
  const earlierRuns = session.earlier_runs?.map((run) => ({ ...run, checks: inOrder(run.checks) }));
  const all = [...checks, ...(earlierRuns ?? []).flatMap((run) => run.checks)];
  const { decision, submitted_at } = session;
  const status = statusAt(session, now);
  // the sweep has not written the end of an overdue session yet
  const sequence = session.sequence + (status === session.status ? 0 : 1);
  const stoppedAt = stoppingPointOf({ ...session, status, sequence });
  return {
    id: session.id,
    livemode: session.livemode,
    type: session.type,
    user_id: session.user_id,
    ...(session.device_id !== undefined ? { device_id: session.device_id } : {}),
    policy: session.policy,
    sensitivity: session.sensitivity,
    status,
    consent: session.consent,
    created_at: session.created_at,
    ...(submitted_at !== undefined ? { submitted_at } : {}),
    ...(session.transaction
      ? {
          transaction: shownTransaction(session.transaction),
          transaction_sha256: session.transaction.sha256,
        }
      : {}),
    liveness_failures: session.liveness_failures,
    liveness_sessions: livenessSessions.map(
      ({ id, status, challenge, created_at, feedback, audit_images, taken_challenge }) => ({
        id,
        status,
        challenge,
        created_at,
        ...(feedback ? { feedback } : {}),
        ...(audit_images ? { audit_images } : {}),
        ...(taken_challenge ? { taken_challenge } : {}),
      }),
    ),
    ...(session.selfie ? { selfie: session.selfie } : {}),
    ...(session.document ? { document: session.document } : {}),
    ...(session.runs !== undefined ? { run: session.runs } : {}),
    ...resumptionView(session, now),
    checks,
    ...(earlierRuns ? { earlier_runs: earlierRuns } : {}),
    ...(session.review ? { review: session.review } : {}),
    ...(session.findings ? { findings: session.findings } : {}),
    ...(session.alternative_path ? { alternative_path: session.alternative_path } : {}),
    ...(stoppedAt ? { stopped_at: stoppedAt } : {}),
    ...(session.interruption ? { interruption: session.interruption } : {}),
    ...(decision ? { decision } : {}),
    billable_calls: sumCalls(all.map((one) => one.billable_calls)),
    cost_usd: Math.round(all.reduce((sum, one) => sum + one.cost_usd, 0) * 1e6) / 1e6,
    ...(decision && submitted_at !== undefined
      ? { duration_ms: Math.max(0, Date.parse(decision.decided_at) - Date.parse(submitted_at)) }
      : {}),
  };
}

/** Returns a report as a backend gets it: no key of an image, so that none is ever a step from being seen. */
export function withoutImages({ selfie, document, ...report }: OperatorReport): OperatorReport {
  const { liveness_sessions, earlier_runs } = report;
  return {
    ...report,
    liveness_sessions: liveness_sessions.map(({ audit_images, ...attempt }) => attempt),
    ...(earlier_runs ? { earlier_runs: earlier_runs.map(({ document: _judged, ...run }) => run) } : {}),
  };
}
