import type { components } from '@face-idv/client';

export type Report = components['schemas']['VerificationReport'];
export type Check = Report['checks'][number];

/** Something that has happened to a session. */
export type Happening = { readonly at: string } & (
  | { readonly kind: 'created' | 'submitted' }
  | { readonly kind: 'alternative_path'; readonly path: NonNullable<Report['alternative_path']> }
  | { readonly kind: 'liveness'; readonly session: Report['liveness_sessions'][number] }
  | { readonly kind: 'check'; readonly check: Check; readonly run: number }
  | { readonly kind: 'run_ended'; readonly run: number; readonly decision: RunDecision }
  | { readonly kind: 'held'; readonly review: NonNullable<Report['review']> }
  | { readonly kind: 'found'; readonly finding: NonNullable<Report['findings']>[number] }
  | { readonly kind: 'interrupted'; readonly interruption: NonNullable<Report['interruption']> }
  | { readonly kind: 'decided'; readonly decision: NonNullable<Report['decision']> }
);
type RunDecision = NonNullable<NonNullable<Report['earlier_runs']>[number]['decision']>;

/** Returns what has happened to a session, in the order in which it did. */
export function timelineOf(report: Report): readonly Happening[] {
  const { earlier_runs = [], alternative_path, review, findings = [], interruption, decision } = report;
  const latest = report.run ?? 1;
  const happenings: Happening[] = [
    { kind: 'created', at: report.created_at },
    ...report.liveness_sessions.map(
      (session): Happening => ({ kind: 'liveness', at: session.created_at, session }),
    ),
    ...earlier_runs.flatMap(({ run, checks, decision: ended }): Happening[] => [
      ...checks.map((check) => checked(check, run)),
      ...(ended ? [{ kind: 'run_ended', at: ended.decided_at, run, decision: ended } as const] : []),
    ]),
    ...report.checks.map((check) => checked(check, latest)),
    ...findings.map((finding): Happening => ({ kind: 'found', at: finding.decided_at, finding })),
  ];
  if (alternative_path)
    happenings.push({ kind: 'alternative_path', at: alternative_path.requested_at, path: alternative_path });
  if (report.submitted_at !== undefined) happenings.push({ kind: 'submitted', at: report.submitted_at });
  if (review) happenings.push({ kind: 'held', at: review.requested_at, review });
  if (interruption) happenings.push({ kind: 'interrupted', at: interruption.reported_at, interruption });
  if (decision) happenings.push({ kind: 'decided', at: decision.decided_at, decision });
  // the sort is stable: what has the same time stays in the order above
  return happenings.sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
}

const checked = (check: Check, run: number): Happening => ({
  kind: 'check',
  at: check.started_at,
  check,
  run,
});

/** Place of a check within its run, in shares of the run's time. */
export interface Span {
  readonly start: number;
  readonly length: number;
}

/** Shortest length that can be seen. */
const LEAST = 0.01;

/** Returns where each check lies among all that followed the submission or began with it. */
export function spanOf(check: Check, among: readonly Check[]): Span {
  const starts = among.map(({ started_at }) => Date.parse(started_at));
  const first = Math.min(...starts);
  const last = Math.max(...among.map(({ started_at, duration_ms }) => Date.parse(started_at) + duration_ms));
  const whole = Math.max(1, last - first);
  const start = Math.min(1 - LEAST, (Date.parse(check.started_at) - first) / whole);
  return { start, length: Math.min(1 - start, Math.max(LEAST, check.duration_ms / whole)) };
}
