import { describe, expect, it } from 'vitest';
import { ruleFor, subjectsOf } from '../../../../lambda/abuse/domain/lockout-subject.ts';
import { DEFAULT_POLICY } from '../../../../lambda/kernel/default-policy.ts';

const session = { tenant: 'acme', user_id: 'ann', device_id: 'phone' };
const USER = { kind: 'user', id: 'ann' } as const;
const PAIR = { kind: 'user_device', id: 'ann', device: 'phone' } as const;
const DEVICE = { kind: 'device', id: 'phone' } as const;

describe('the subjects of a session', () => {
  it('are the user, the device, and the user on the device', () => {
    expect(subjectsOf(session)).toEqual([USER, PAIR, DEVICE]);
  });

  it('are the user alone where no device is known', () => {
    expect(subjectsOf({ tenant: 'acme', user_id: 'ann' })).toEqual([USER]);
  });
});

describe('the rule for a failure', () => {
  const rule = (subject: typeof USER | typeof PAIR | typeof DEVICE, device_vouched?: boolean) =>
    ruleFor(subject, 'liveness_failed', { ...session, device_vouched }, DEFAULT_POLICY.abuse);

  it('asks for several users only where a device is claimed', () => {
    expect(rule(DEVICE).minUsers).toBe(3);
    expect(rule(DEVICE, false).minUsers).toBe(3);
    expect(rule(DEVICE, true).minUsers).toBe(1);
    for (const subject of [USER, PAIR]) expect(rule(subject).minUsers).toBe(1);
  });

  it.each([
    ['liveness_failed', true],
    ['replayed_capture', true],
    ['wrong_face_at_login', true],
    ['wrong_face_at_registration', false],
  ] as const)('lets %s block: %s', (cause, mayBlock) => {
    expect(ruleFor(USER, cause, session, DEFAULT_POLICY.abuse).mayBlock).toBe(mayBlock);
  });
});
