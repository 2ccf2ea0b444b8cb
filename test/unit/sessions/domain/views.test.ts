import { describe, expect, it } from 'vitest';
import { declined } from '../../../../lambda/kernel/decision.ts';
import type { ReasonCode } from '../../../../lambda/kernel/reason-code.ts';
import { clientView, toClientView } from '../../../../lambda/sessions/domain/client-view.ts';
import { operatorReport, toOperatorReport } from '../../../../lambda/sessions/domain/operator-report.ts';
import type { VerificationSession } from '../../../../lambda/sessions/domain/verification-session.ts';
import {
  aCompleteSession,
  aLivenessSession,
  aSession,
  minutesAfter,
  NOON,
} from '../../../support/lambda/builders.ts';

const aCheckAt = (minute: number, cost_usd: number) => ({
  status: 'passed' as const,
  reason_codes: [],
  measures: [{ name: 'similarity_percent', value: 99.3, limit: '>= 95' }],
  started_at: minutesAfter(minute).toISOString(),
  duration_ms: 10,
  billable_calls: { DetectFaces: 1 },
  cost_usd,
});

const aDeclinedSession = (reasons: readonly ReasonCode[]): VerificationSession =>
  aCompleteSession({
    status: 'declined',
    submitted_at: minutesAfter(1).toISOString(),
    decision: declined(reasons, '0123456789ab', minutesAfter(2)),
    checks: { face_match: aCheckAt(1, 0.1), selfie_quality: aCheckAt(0, 0.2) },
  });

describe('the view of a client', () => {
  it('shows how a session stands', () => {
    expect(toClientView(aSession({ liveness_failures: 2 }), NOON)).toEqual({
      id: 'vs_1',
      type: 'registration',
      user_id: 'user-1',
      sensitivity: 'regular',
      status: 'requires_input',
      created_at: NOON.toISOString(),
      expires_at: minutesAfter(60).toISOString(),
      liveness_passed: false,
      attempts_remaining: 3,
      document_requested: false,
    });
  });

  it('is the same for a duplicate face, a duplicate image, and both', () => {
    const views = [['duplicate_face'], ['duplicate_image'], ['face_mismatch', 'duplicate_face']] as const;
    const [first, ...others] = views.map((reasons) => toClientView(aDeclinedSession(reasons), NOON));
    for (const other of others) expect(other).toEqual(first);
    expect(first).toMatchObject({ user_message_key: 'verification_declined', retryable: false });
  });

  it('holds no score, no check, no reason code and no image', () => {
    const view = clientView.parse(toClientView(aDeclinedSession(['face_mismatch']), NOON));
    expect(JSON.stringify(view)).not.toMatch(/99\.3|similarity|reason|mismatch_|checks|\.jpg|0123456789ab/);
    expect(view).toMatchObject({ user_message_key: 'face_does_not_match_document', retryable: true });
  });

  it('shows a session as expired as soon as its time is over, whoever wrote that down', () => {
    expect(toClientView(aSession(), minutesAfter(59)).status).toBe('requires_input');
    expect(toClientView(aSession(), minutesAfter(60)).status).toBe('expired');
    expect(toClientView(aSession({ status: 'processing' }), minutesAfter(60)).status).toBe('processing');
  });
});

describe('the report for operators', () => {
  it('tells checks in their order, what was called, what it cost and how long it took', () => {
    const report = operatorReport.parse(toOperatorReport(aDeclinedSession(['face_mismatch']), [], NOON));
    expect(report.checks.map(({ name }) => name)).toEqual(['selfie_quality', 'face_match']);
    expect(report.billable_calls).toEqual({ DetectFaces: 2 });
    expect(report.cost_usd).toBe(0.3);
    expect(report.duration_ms).toBe(60_000);
    expect(report.decision?.reason_codes).toEqual(['face_mismatch']);
  });

  it('shows every liveness attempt with its audit images, and nothing that binds it', () => {
    const attempt = aLivenessSession({
      status: 'failed',
      feedback: [],
      audit_images: [{ key: 'audit-0.jpg' }],
    });
    const report = toOperatorReport(aSession(), [attempt, aLivenessSession()], NOON);
    const { id, challenge, created_at } = attempt;
    expect(report.liveness_sessions).toEqual([
      { id, status: 'failed', challenge, created_at, feedback: [], audit_images: [{ key: 'audit-0.jpg' }] },
      { id, status: 'created', challenge, created_at },
    ]);
  });

  it('shows how far a session came that nobody submitted', () => {
    const report = toOperatorReport(aSession(), [], minutesAfter(61));
    expect(report).toMatchObject({ status: 'expired', checks: [], billable_calls: {}, cost_usd: 0 });
    expect(report.duration_ms).toBeUndefined();
  });
});
