import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import type { Check } from '../../../../lambda/kernel/check.ts';
import { declined } from '../../../../lambda/kernel/decision.ts';
import type { Interruption } from '../../../../lambda/sessions/domain/interruption.ts';
import {
  operatorReport,
  toOperatorReport,
  withoutImages,
} from '../../../../lambda/sessions/domain/operator-report.ts';
import type { SessionFinding } from '../../../../lambda/sessions/domain/review.ts';
import type { VerificationSession } from '../../../../lambda/sessions/domain/verification-session.ts';
import {
  aCompleteSession,
  aLivenessSession,
  aReview,
  aSession,
  minutesAfter,
  NOON,
  WITHOUT_FACE,
} from '../../../support/lambda/builders.ts';

const aCheckAt = (minute: number, cost_usd: number): Check => ({
  status: 'passed',
  reason_codes: [],
  measures: [{ name: 'similarity_percent', value: 99.3, limit: '>= 95' }],
  started_at: minutesAfter(minute).toISOString(),
  duration_ms: 10,
  billable_calls: { DetectFaces: 1 },
  cost_usd,
});

const decision = declined(['face_mismatch'], '0123456789ab', minutesAfter(2));
const aDeclinedSession = () =>
  aCompleteSession({
    status: 'declined',
    submitted_at: minutesAfter(1).toISOString(),
    decision,
    checks: { selfie_quality: aCheckAt(1, 0.2), face_match: aCheckAt(0, 0.1) },
    review: aReview(['search_incomplete'], ['search_incomplete'], minutesAfter(1)),
  });

describe('the report for operators', () => {
  it('shows all that is known of a session', () => {
    expect(toOperatorReport(aDeclinedSession(), [], NOON)).toStrictEqual({
      id: 'vs_1',
      livemode: true,
      type: 'registration',
      user_id: 'user-1',
      device_id: 'phone-1',
      policy: { id: 'registration', version: 1 },
      sensitivity: 'regular',
      status: 'declined',
      consent: { given_at: NOON.toISOString(), notice_version: '2026-01' },
      created_at: NOON.toISOString(),
      submitted_at: minutesAfter(1).toISOString(),
      liveness_failures: 0,
      liveness_sessions: [],
      selfie: { key: 'acme/vs_1/liveness/reference.jpg', version_id: 'v1' },
      document: { key: 'acme/vs_1/document/doc_1' },
      // in the order in which they began, not in that of their names
      checks: [
        { name: 'face_match', ...aCheckAt(0, 0.1) },
        { name: 'selfie_quality', ...aCheckAt(1, 0.2) },
      ],
      review: aDeclinedSession().review,
      decision,
      billable_calls: { DetectFaces: 2 },
      // 0.30000000000000004 as floats add up
      cost_usd: 0.3,
      duration_ms: 60_000,
    });
  });

  it('shows the checks of the latest run, those of earlier runs apart, and the cost of all', () => {
    const earlier = {
      run: 1,
      checks: { selfie_quality: aCheckAt(1, 0.2), duplicate_search: aCheckAt(0, 0.4) },
    };
    const session = { ...aDeclinedSession(), runs: 2, earlier_runs: [{ ...earlier, decision }] };
    const report = toOperatorReport(session, [], NOON);
    expect(report.run).toBe(2);
    expect(report.checks.map(({ name }) => name)).toEqual(['face_match', 'selfie_quality']);
    expect(report.earlier_runs).toEqual([
      {
        run: 1,
        checks: [
          { name: 'duplicate_search', ...aCheckAt(0, 0.4) },
          { name: 'selfie_quality', ...aCheckAt(1, 0.2) },
        ],
        decision,
      },
    ]);
    expect(report.billable_calls).toEqual({ DetectFaces: 4 });
    expect(report.cost_usd).toBe(0.9);
    expect(operatorReport.parse(report)).toStrictEqual(report);
  });

  it('leaves out what a session does not have', () => {
    const { device_id: _none, ...session } = aSession();
    expect(toOperatorReport(session, [], NOON)).toStrictEqual({
      id: 'vs_1',
      livemode: true,
      type: 'registration',
      user_id: 'user-1',
      policy: { id: 'registration', version: 1 },
      sensitivity: 'regular',
      status: 'requires_input',
      consent: session.consent,
      created_at: NOON.toISOString(),
      liveness_failures: 0,
      liveness_sessions: [],
      checks: [],
      billable_calls: {},
      cost_usd: 0,
    });
  });

  it('is documented by its schema whole', () => {
    const attempts = [
      aLivenessSession({
        status: 'passed',
        feedback: ['EYES_CLOSED_DETECTED'],
        audit_images: [{ key: 'audit-0.jpg' }],
      }),
    ];
    const session = { ...aDeclinedSession(), liveness_failures: 2 };
    const report = toOperatorReport(session, attempts, NOON);
    expect(operatorReport.parse({ ...report, tenant: 'acme' })).toStrictEqual(report);
    expect(operatorReport.safeParse({}).success).toBe(false);
  });

  it('has a name in the API, and words for what its names do not say', () => {
    expect(z.globalRegistry.get(operatorReport)?.id).toBe('VerificationReport');
    const described = Object.values(operatorReport.shape).flatMap(
      (member) => z.globalRegistry.get(member)?.description ?? [],
    );
    expect(described).toHaveLength(16);
    for (const words of described) expect(words).toMatch(/^[A-Z].+\.$/);
  });

  it('names images at four places, all of which a backend does not get', () => {
    const placesOf = (node: object, path = ''): string[] =>
      Object.entries(node).flatMap(([name, member]) => {
        if (typeof member !== 'object' || member === null) return [];
        if (name === 'properties' && 'key' in member) return [path];
        const isStep = ['properties', 'items', 'anyOf'].includes(name);
        return placesOf(member, isStep ? path : `${path}/${name}`);
      });
    // test/unit/sessions/get-verification-report.test.ts removes them
    const schema = z.toJSONSchema(operatorReport).$defs?.VerificationReport ?? {};
    expect(placesOf(schema).sort()).toEqual([
      '/document',
      '/earlier_runs/document',
      '/liveness_sessions/audit_images',
      '/selfie',
    ]);
  });

  it('shows every liveness attempt with its audit images, and nothing that binds it', () => {
    const attempt = aLivenessSession({
      status: 'failed',
      feedback: [],
      audit_images: [{ key: 'audit-0.jpg' }],
    });
    const report = toOperatorReport(aSession(), [attempt, aLivenessSession()], NOON);
    const { id, challenge, created_at } = attempt;
    expect(report.liveness_sessions).toStrictEqual([
      { id, status: 'failed', challenge, created_at, feedback: [], audit_images: [{ key: 'audit-0.jpg' }] },
      { id, status: 'created', challenge, created_at },
    ]);
  });

  it('shows what its person was asked to approve, what people found, and why it stopped', () => {
    const finding: SessionFinding = {
      question: 'search_incomplete',
      finding: 'search_again',
      case_id: 'rc_1',
      run: 1,
      decided_at: NOON.toISOString(),
    };
    const interruption: Interruption = {
      reason: 'user_canceled',
      step: 'document',
      reported_at: NOON.toISOString(),
    };
    const more = { findings: [finding], alternative_path: WITHOUT_FACE, interruption };
    const transaction = { json: '{"amount":"12.50"}', sha256: 'a'.repeat(64) };
    const report = toOperatorReport(aSession({ ...more, transaction }), [], NOON);
    expect(report).toMatchObject({
      ...more,
      transaction: { amount: '12.50' },
      transaction_sha256: 'a'.repeat(64),
    });
    const taken = { type: 'FaceMovementChallenge', version: '1.0.0' } as const;
    const [attempt] = toOperatorReport(
      aSession(),
      [aLivenessSession({ taken_challenge: taken })],
      NOON,
    ).liveness_sessions;
    expect(attempt?.taken_challenge).toEqual(taken);
  });

  it('has no image for a backend, and all else', () => {
    const document = { key: 'acme/vs_1/document/doc_1' };
    const session = {
      ...aDeclinedSession(),
      runs: 2,
      earlier_runs: [{ run: 1, checks: {}, decision, document }],
    };
    const attempt = aLivenessSession({ audit_images: [{ key: 'audit-0.jpg' }] });
    const bare = withoutImages(toOperatorReport(session, [attempt], NOON));
    expect(JSON.stringify(bare)).not.toMatch(/"key"/);
    const { selfie: _selfie, document: _document, ...imageless } = session;
    const { audit_images: _audited, ...unaudited } = attempt;
    const earlier_runs = [{ run: 1, checks: {}, decision }];
    expect(bare).toEqual(toOperatorReport({ ...imageless, earlier_runs }, [unaudited], NOON));
    expect(withoutImages(toOperatorReport(aSession(), [], NOON))).not.toHaveProperty('earlier_runs');
  });

  it('shows where a session stopped, the same before and after the sweep writes its end', () => {
    const stoppedAt = (session: VerificationSession) =>
      toOperatorReport(session, [], minutesAfter(61)).stopped_at;
    for (const [sequence, step] of [
      [1, 'start'],
      [2, 'liveness'],
    ] as const) {
      expect(stoppedAt(aSession({ sequence }))).toBe(step);
      expect(stoppedAt(aSession({ status: 'expired', sequence: sequence + 1 }))).toBe(step);
    }
  });

  it('shows how far a session came that nobody submitted', () => {
    const report = toOperatorReport(aSession(), [], minutesAfter(61));
    expect(report).toMatchObject({ status: 'expired', checks: [], billable_calls: {}, cost_usd: 0 });
    expect(report).not.toHaveProperty('duration_ms');
  });

  it('has no duration before the decision, nor for one that came without a submission', () => {
    const { decision: _none, ...undecided } = aDeclinedSession();
    expect(toOperatorReport(undecided, [], NOON)).not.toHaveProperty('duration_ms');
    const { submitted_at: _never, ...exhausted } = aDeclinedSession();
    expect(toOperatorReport(exhausted, [], NOON)).not.toHaveProperty('duration_ms');
  });

  it('never shows a negative duration, however clocks differ', () => {
    const session = { ...aDeclinedSession(), submitted_at: minutesAfter(3).toISOString() };
    expect(toOperatorReport(session, [], NOON).duration_ms).toBe(0);
  });
});
