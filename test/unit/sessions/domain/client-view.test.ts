import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { approval, declined, declinedByReviewer, fault } from '../../../../lambda/kernel/decision.ts';
import { DEFAULT_POLICY } from '../../../../lambda/kernel/default-policy.ts';
import { REASON_CODES, type ReasonCode } from '../../../../lambda/kernel/reason-code.ts';
import { type ClientView, clientView, toClientView } from '../../../../lambda/sessions/domain/client-view.ts';
import { tryAgain } from '../../../../lambda/sessions/domain/session-run.ts';
import { sessionStatus } from '../../../../lambda/sessions/domain/session-status.ts';
import type { VerificationSession } from '../../../../lambda/sessions/domain/verification-session.ts';
import {
  aCompleteSession,
  aSession,
  minutesAfter,
  NOON,
  WITHOUT_FACE,
} from '../../../support/lambda/builders.ts';

const aDeclinedSession = (reasons: readonly ReasonCode[]) =>
  aCompleteSession({
    status: 'declined',
    submitted_at: minutesAfter(1).toISOString(),
    decision: declined(reasons, '0123456789ab', minutesAfter(2)),
    checks: {
      face_match: {
        status: 'failed',
        reason_codes: ['face_mismatch'],
        measures: [{ name: 'similarity_percent', value: 41.3, limit: '>= 95' }],
        started_at: NOON.toISOString(),
        duration_ms: 10,
        billable_calls: { CompareFaces: 1 },
        cost_usd: 0.001,
      },
    },
  });

const isDecided = ({ status }: ClientView) => ['approved', 'declined', 'error'].includes(status);
const outcomeOf = (view: ClientView) => ('decision' in view ? view.decision.outcome : undefined);

describe('the view of a client', () => {
  it('shows how a session stands', () => {
    expect(toClientView(aSession({ liveness_failures: 2 }), NOON)).toStrictEqual({
      id: 'vs_1',
      livemode: true,
      consent: { notice_version: '2026-01' },
      type: 'registration',
      user_id: 'user-1',
      sensitivity: 'regular',
      status: 'requires_input',
      created_at: NOON.toISOString(),
      expires_at: minutesAfter(60).toISOString(),
      liveness_passed: false,
      attempts_remaining: 3,
      document_required: true,
      document_requested: false,
    });
  });

  it('shows the transaction of a step-up as it was sent, with its hash', () => {
    const json = '{"amount":"12.50"}';
    const { transaction: _sent, ...step } = toClientView(aSession({ type: 'step_up' }), NOON);
    const bound = aSession({ type: 'step_up', transaction: { json, sha256: 'a'.repeat(64) } });
    expect(toClientView(bound, NOON)).toEqual({
      ...step,
      transaction: { amount: '12.50' },
      transaction_sha256: 'a'.repeat(64),
    });
  });

  it('counts documents of a registration alone once the liveness check is passed', () => {
    const { document: _none, ...withSelfie } = aCompleteSession({ liveness_failures: 1 });
    expect(toClientView(withSelfie, NOON).attempts_remaining).toBe(DEFAULT_POLICY.attempts.document);
    expect(toClientView({ ...withSelfie, type: 'authentication' }, NOON).attempts_remaining).toBe(4);
    const withoutFace = aSession({ liveness_failures: 2, alternative_path: WITHOUT_FACE });
    expect(toClientView(withoutFace, NOON).attempts_remaining).toBe(1);
  });

  it('asks a login for a document on the path without a face alone', () => {
    const login = aSession({ type: 'authentication' });
    expect(toClientView(login, NOON).document_required).toBe(false);
    expect(toClientView({ ...login, alternative_path: WITHOUT_FACE }, NOON).document_required).toBe(true);
  });

  it('gives nothing away of a session whose decision is lost', () => {
    const lost = (status: VerificationSession['status']) => toClientView(aCompleteSession({ status }), NOON);
    expect(lost('approved')).not.toHaveProperty('decision.means');
    expect(lost('declined')).toMatchObject({ user_message_key: 'verification_declined', retryable: false });
    expect(lost('error')).toMatchObject({ user_message_key: 'try_again_later', retryable: true });
  });

  it('shows what has been handed in', () => {
    expect(toClientView(aCompleteSession(), NOON)).toMatchObject({
      liveness_passed: true,
      document_requested: true,
    });
  });

  it('says what to change after an attempt that failed, how often, and not which check it was', () => {
    const decision = tryAgain(['document_image_too_blurry'], '0123456789ab', NOON);
    const { document: judged, ...waiting } = aCompleteSession({ runs: 2 });
    const earlier_runs = [{ run: 1, checks: {}, decision, ...(judged ? { document: judged } : {}) }];
    const view = toClientView({ ...waiting, earlier_runs }, NOON);
    expect(view).toMatchObject({
      status: 'requires_input',
      liveness_passed: true,
      document_requested: false,
      attempts_remaining: 2,
      last_error: { code: 'photograph_again', user_message_key: 'photograph_document_sharper' },
    });
    expect(clientView.parse(view)).toStrictEqual(view);
    expect(JSON.stringify(view)).not.toMatch(/reason|too_blurry|checks|0123456789ab/);
  });

  it('is documented by its schema whole: nothing of it is left out, and nothing is let through besides', () => {
    for (const session of [aSession(), aDeclinedSession(['face_mismatch'])]) {
      const view = toClientView(session, NOON);
      expect(clientView.parse({ ...view, checks: session.checks })).toStrictEqual(view);
    }
    expect(clientView.safeParse({}).success).toBe(false);
    const view = toClientView(aSession(), NOON);
    expect(clientView.safeParse({ ...view, attempts_remaining: -1 }).success).toBe(false);
    const approved = { ...view, status: 'approved' };
    expect(clientView.safeParse(approved).success).toBe(false);
    expect(clientView.safeParse({ ...approved, decision: { outcome: 'declined' } }).success).toBe(false);
    expect(clientView.safeParse({ ...approved, decision: { outcome: 'approved' } }).success).toBe(true);
  });

  const descriptionsOf = (schema: z.core.$ZodType) =>
    [z.globalRegistry.get(schema)?.description ?? []].flat();

  it('has a name in the API, and words for what its names do not say', () => {
    expect(z.globalRegistry.get(clientView)?.id).toBe('VerificationSession');
    const described = clientView.def.options.flatMap((option) => [
      ...descriptionsOf(option),
      ...Object.values(option.shape).flatMap(descriptionsOf),
    ]);
    expect(described.length).toBeGreaterThan(clientView.def.options.length);
    for (const words of described) expect(words).toMatch(/^[A-Z].+\.$/s);
  });

  it('has a schema with a name of its own for each status', () => {
    const statuses = clientView.def.options.map(({ shape }) => [...shape.status._zod.values][0]);
    expect(statuses.sort()).toEqual([...sessionStatus.options].sort());
    const names = clientView.def.options.map((option) => z.globalRegistry.get(option)?.id);
    expect(names).toContain('RequiresInputSession');
    expect(new Set(names).size).toBe(sessionStatus.options.length);
  });

  it('is the same for a duplicate face, a possible one, a duplicate image, and more', () => {
    const views = [
      ['duplicate_face'],
      ['possible_duplicate'],
      ['duplicate_image'],
      ['face_mismatch', 'duplicate_face'],
    ] as const;
    const [first, ...others] = views.map((reasons) => toClientView(aDeclinedSession(reasons), NOON));
    for (const other of others) expect(other).toEqual(first);
    expect(first).toMatchObject({ user_message_key: 'verification_declined', retryable: false });
  });

  it("is the same in all that is not the person's own doing for a duplicate and for attempts used up", () => {
    const [duplicate, exhausted] = (['duplicate_face', 'attempts_exhausted'] as const).map((reason) => {
      const session = aDeclinedSession([reason]);
      const {
        document_requested: _,
        liveness_passed: __,
        ...view
      } = toClientView({ ...session, liveness_failures: reason === 'attempts_exhausted' ? 5 : 1 }, NOON);
      return view;
    });
    expect(duplicate).toEqual(exhausted);
    expect(duplicate).toMatchObject({ status: 'declined', attempts_remaining: 0, retryable: false });
  });

  it('holds no score, no check, no reason code, no image and no policy', () => {
    const view = toClientView(aDeclinedSession(['face_mismatch']), NOON);
    expect(JSON.stringify(view)).not.toMatch(/41\.3|similarity|reason|mismatch_|checks|\.jpg|0123456789ab/);
    expect(view).toMatchObject({
      decision: { outcome: 'declined' },
      user_message_key: 'face_does_not_match_document',
      retryable: true,
    });
  });

  it('has no message where none is needed', () => {
    const approved = aCompleteSession({ status: 'approved', decision: approval('0123456789ab', NOON) });
    expect(toClientView(approved, NOON)).toMatchObject({ decision: { outcome: 'approved' } });
    expect(toClientView(approved, NOON)).not.toHaveProperty('user_message_key');
  });

  it('gives away nothing of a reason that only another release knows', () => {
    const reason_codes = ['of another release'];
    const failed = { ...fault('internal_error', NOON), reason_codes };
    expect(toClientView(aCompleteSession({ status: 'error', decision: failed }), NOON)).toMatchObject({
      user_message_key: 'try_again_later',
      retryable: true,
    });
    const refused = { ...declined([], '0123456789ab', NOON), reason_codes };
    expect(toClientView(aCompleteSession({ status: 'declined', decision: refused }), NOON)).toMatchObject({
      user_message_key: 'verification_declined',
      retryable: false,
    });
  });

  it('invites nobody whom a reviewer has declined to try again, whatever the session was held for', () => {
    for (const reason of REASON_CODES.filter((one) => one !== 'existing_account')) {
      const decision = declinedByReviewer([reason], NOON);
      expect(toClientView(aCompleteSession({ status: 'declined', decision }), NOON)).toMatchObject({
        decision: { outcome: 'declined' },
        user_message_key: 'verification_declined',
        retryable: false,
      });
    }
  });

  it('names the other account only where a reviewer has found one and the policy links it', () => {
    const decision = declinedByReviewer(['existing_account'], NOON);
    expect(toClientView(aCompleteSession({ status: 'declined', decision }), NOON)).toMatchObject({
      user_message_key: 'use_existing_account',
      retryable: false,
    });
  });

  it('shows a session as expired as soon as its time is over, whoever wrote that down', () => {
    expect(toClientView(aSession(), minutesAfter(59)).status).toBe('requires_input');
    expect(toClientView(aSession(), minutesAfter(60)).status).toBe('expired');
    expect(toClientView(aSession({ status: 'processing' }), minutesAfter(60)).status).toBe('processing');
  });

  it('never counts attempts below none, and never names a reason, whatever a session is like', () => {
    const anySession = fc.record({
      status: fc.constantFrom(...sessionStatus.options),
      liveness_failures: fc.nat(30),
      liveness_failures_allowed: fc.integer({ min: 1, max: 20 }),
      reasons: fc.uniqueArray(fc.constantFrom(...REASON_CODES), { maxLength: 4 }),
    });
    fc.assert(
      fc.property(anySession, ({ reasons, ...changes }) => {
        const view = toClientView({ ...aDeclinedSession(reasons), ...changes }, NOON);
        const { liveness_failures: failed, liveness_failures_allowed: allowed } = changes;
        expect(view.attempts_remaining).toBeGreaterThanOrEqual(0);
        if (changes.status !== 'requires_input') expect(view.attempts_remaining).toBe(0);
        // the liveness check is passed: what may still fail are documents
        else expect(view.attempts_remaining).toBe(DEFAULT_POLICY.attempts.document);
        const begun = toClientView({ ...aSession(), ...changes, status: 'requires_input' }, NOON);
        if (failed <= allowed) expect(begun.attempts_remaining + failed).toBe(allowed);
        expect(view).not.toHaveProperty('reason_codes');
        expect(clientView.parse(view)).toStrictEqual(view);
        expect(outcomeOf(view)).toBe(isDecided(view) ? view.status : undefined);
      }),
    );
  });
});
