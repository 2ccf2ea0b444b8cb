import { describe, expect, it } from 'vitest';
import { approval } from '../../../../lambda/kernel/decision.ts';
import { sessionType } from '../../../../lambda/kernel/session-type.ts';
import { sessionStatus } from '../../../../lambda/sessions/domain/session-status.ts';
import {
  consent,
  consentingTo,
  deviceId,
  enrollingType,
  expiryOf,
  isOverdue,
  recognizesUser,
  statusAt,
  verificationSession,
} from '../../../../lambda/sessions/domain/verification-session.ts';
import { aCompleteSession, aReview, aSession, minutesAfter, NOON } from '../../../support/lambda/builders.ts';

const aWholeSession = aCompleteSession({
  status: 'approved',
  attributes: { country: 'de' },
  submitted_at: NOON.toISOString(),
  runs: 2,
  resumed_at: NOON.toISOString(),
  checks: {
    liveness: {
      status: 'passed',
      reason_codes: [],
      measures: [],
      started_at: NOON.toISOString(),
      duration_ms: 1,
      billable_calls: {},
      cost_usd: 0,
    },
  },
  review: aReview(['search_incomplete'], ['search_incomplete'], NOON),
  decision: approval('0123456789ab', NOON),
});

describe('a verification session', () => {
  it('is stored and read whole', () => {
    for (const session of [aSession(), aWholeSession])
      expect(verificationSession.parse(session)).toStrictEqual(session);
  });

  it.each([
    ['without a user', { user_id: undefined }],
    ['of a user id that names somebody', { user_id: 'ada@example.org' }],
    ['of a status that does not exist', { status: 'done' }],
    ['of a type that does not exist', { type: 'payment' }],
    ['without consent', { consent: undefined }],
    ['without the notice that was consented to', { consent: { given_at: NOON.toISOString() } }],
    ['with consent given at no time', { consent: { given_at: 'once', notice_version: '2026-01' } }],
    ['that allows no liveness check', { liveness_failures_allowed: 0 }],
    ['with fewer failures than none', { liveness_failures: -1 }],
    ['whose first run is counted', { runs: 1 }],
    ['with a check that does not exist', { checks: { mood: aWholeSession.checks.liveness } }],
    ['with attributes that are no text', { attributes: { age: 30 } }],
    ['of a device id with a space', { device_id: 'my phone' }],
  ])('is refused %s', (_what, changes) => {
    expect(verificationSession.safeParse({ ...aWholeSession, ...changes }).success).toBe(false);
  });

  it('is a registration, an authentication, a step-up or a re-enrollment, of a person who consented to a notice', () => {
    expect(sessionType.options).toEqual(['registration', 'authentication', 'step_up', 're_enrollment']);
    const given = { given_at: NOON.toISOString(), notice_version: '2026-01' };
    expect(consent.parse({ ...given, ip: '192.0.2.1' })).toStrictEqual(given);
  });
});

it('enrolls a face in a registration and a re-enrollment alone', () => {
  expect(sessionType.options.filter((type) => enrollingType({ type }))).toEqual([
    'registration',
    're_enrollment',
  ]);
});

it('recognizes its user in every type but a registration', () => {
  expect(sessionType.options.filter((type) => recognizesUser({ type }))).toEqual([
    'authentication',
    'step_up',
    're_enrollment',
  ]);
});

it('rests on the consent of its user', () => {
  const session = aSession({ consent: { ...aSession().consent, receipt_id: 'cr_1' } });
  expect(consentingTo(session)).toEqual({ tenant: 'acme', user_id: 'user-1', receipt_id: 'cr_1' });
});

describe('the id of a device', () => {
  it('is 1 to 128 letters, digits and few signs', () => {
    for (const id of ['a', 'A.b_c:d-9', 'x'.repeat(128)]) expect(deviceId.parse(id)).toBe(id);
  });

  it.each(['', 'x'.repeat(129), 'my phone', 'phone/1', ' phone', 'phone\n', 'ph#ne'])('is not %j', (id) => {
    const parsed = deviceId.safeParse(id);
    expect(parsed.error?.issues[0]?.message).toBe('must be 1 to 128 letters, digits, or _ . : -');
  });
});

describe('a session whose time is over', () => {
  it('is overdue from its last moment on, where it still waits for its person', () => {
    expect(isOverdue(aSession(), new Date(minutesAfter(60).getTime() - 1))).toBe(false);
    expect(isOverdue(aSession(), minutesAfter(60))).toBe(true);
  });

  it('is not overdue in any other status, which stays', () => {
    for (const status of sessionStatus.options.filter((one) => one !== 'requires_input')) {
      expect(isOverdue(aSession({ status }), minutesAfter(61))).toBe(false);
      expect(statusAt(aSession({ status }), minutesAfter(61))).toBe(status);
    }
  });

  it.each([
    ['nothing was done', {}, 'expire', 'expired'],
    ['a liveness check failed', { liveness_failures: 1 }, 'abandon', 'abandoned'],
    ['a liveness check passed', { selfie: { key: 'selfie' } }, 'abandon', 'abandoned'],
    ['a document was asked for', { document: { key: 'document' } }, 'abandon', 'abandoned'],
  ] as const)('has ended by what the person did: %s', (_what, changes, name, status) => {
    expect(expiryOf(aSession(changes))).toBe(name);
    expect(statusAt(aSession(changes), minutesAfter(60))).toBe(status);
    expect(statusAt(aSession(changes), minutesAfter(59))).toBe('requires_input');
  });
});
