import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  FACE_LOGIN_MODES,
  type FaceLoginMode,
  hasPassword,
  MAX_CHALLENGES,
  nextStep,
} from '../../../../lambda/face-login/domain/next-step.ts';
import type { Round } from '../../../../lambda/face-login/domain/round.ts';

const passed = (name: string): Round => ({ name, passed: true });
const PASSWORD = [passed('SRP_A'), passed('PASSWORD_VERIFIER')];
const aChallenge = (challenge: 'consent' | 'face', isPassed: boolean): Round => ({
  name: 'CUSTOM_CHALLENGE',
  passed: isPassed,
  challenge,
});
const step = (
  mode: FaceLoginMode | undefined,
  rounds: readonly Round[],
  offeredAlone = mode === 'only_factor',
) => nextStep({ mode, offeredAlone, rounds });

const anyRound: fc.Arbitrary<Round> = fc.record({
  name: fc.constantFrom(
    'SRP_A',
    'PASSWORD_VERIFIER',
    'SOFTWARE_TOKEN_MFA',
    'SMS_MFA',
    'CUSTOM_CHALLENGE',
    'ADMIN_NO_SRP_AUTH',
    'DEVICE_PASSWORD_VERIFIER',
  ),
  passed: fc.boolean(),
  challenge: fc.constantFrom('face' as const, 'consent' as const, undefined),
});
const anySignIn = fc.record({
  mode: fc.constantFrom(undefined, ...FACE_LOGIN_MODES),
  offeredAlone: fc.boolean(),
  rounds: fc.array(anyRound, { maxLength: 7 }),
});

describe('the next step of a sign-in', () => {
  it('is the password, the face and tokens, with a second factor of the pool between them or not', () => {
    expect(step('second_factor', [passed('SRP_A')])).toBe('password');
    for (const rounds of [PASSWORD, [...PASSWORD, passed('SOFTWARE_TOKEN_MFA')]]) {
      expect(step('second_factor', rounds)).toBe('challenge');
      expect(step('second_factor', [...rounds, aChallenge('consent', true)])).toBe('challenge');
      expect(step('second_factor', [...rounds, aChallenge('face', true)])).toBe('tokens');
    }
  });

  it('is the face alone only where the tenant says so', () => {
    expect(step('only_factor', [])).toBe('challenge');
    expect(step('only_factor', [aChallenge('consent', true), aChallenge('face', true)])).toBe('tokens');
    expect(step('second_factor', [])).toBe('refuse');
    expect(step('second_factor', [aChallenge('face', true)], true)).toBe('refuse');
    expect(step('off', [aChallenge('face', true)], true)).toBe('refuse');
  });

  it('is the end after three challenges, and after a failed password or second factor', () => {
    const failed = Array.from({ length: MAX_CHALLENGES }, () => aChallenge('face', false));
    expect(step('second_factor', [...PASSWORD, ...failed])).toBe('refuse');
    expect(step('second_factor', [...PASSWORD, ...failed.slice(1)])).toBe('challenge');
    expect(step('only_factor', failed)).toBe('refuse');
    // a second factor is no challenge
    const both = [...PASSWORD, passed('SMS_MFA'), ...failed.slice(1)];
    expect(step('second_factor', both)).toBe('challenge');
    const wrong = { name: 'PASSWORD_VERIFIER', passed: false };
    expect(step('second_factor', [passed('SRP_A'), wrong])).toBe('refuse');
    expect(step('second_factor', [...PASSWORD, { name: 'SMS_MFA', passed: false }])).toBe('refuse');
    const unproved = [
      { name: 'SRP_A', passed: false },
      passed('PASSWORD_VERIFIER'),
      aChallenge('face', true),
    ];
    expect(step('second_factor', unproved, true)).toBe('refuse');
  });

  it.each(['SOFTWARE_TOKEN_MFA', 'SMS_MFA', 'EMAIL_OTP'])('follows %s after a password alone', (factor) => {
    expect(step('second_factor', [...PASSWORD, passed(factor)])).toBe('challenge');
    expect(step('only_factor', [passed(factor)])).toBe('refuse');
    expect(step('only_factor', [passed(factor), aChallenge('face', true)])).toBe('refuse');
    expect(step('only_factor', [passed('SRP_A'), passed(factor)])).toBe('refuse');
  });

  it('is the end for a user of another tenant, once the password is right', () => {
    expect(step('off', PASSWORD, true)).toBe('refuse');
    expect(step(undefined, PASSWORD, true)).toBe('refuse');
  });

  it('never gives tokens without the face, nor without the password unless the tenant says so', () => {
    fc.assert(
      fc.property(anySignIn, (signIn) => {
        if (nextStep(signIn) !== 'tokens') return;
        expect(signIn.rounds.at(-1)).toMatchObject({
          name: 'CUSTOM_CHALLENGE',
          passed: true,
          challenge: 'face',
        });
        expect(
          signIn.mode === 'only_factor' || (signIn.mode === 'second_factor' && hasPassword(signIn.rounds)),
        ).toBe(true);
        expect(signIn.rounds.every((round) => round.passed || round.name === 'CUSTOM_CHALLENGE')).toBe(true);
      }),
      { numRuns: 5000 },
    );
  });

  it('tells no user from another, or from none, before the password or the face is right', () => {
    fc.assert(
      fc.property(anySignIn, fc.constantFrom(undefined, ...FACE_LOGIN_MODES), (signIn, mode) => {
        const last = signIn.rounds.at(-1);
        if (hasPassword(signIn.rounds) || (last?.passed && last.challenge === 'face')) return;
        expect(nextStep({ ...signIn, mode })).toBe(nextStep(signIn));
      }),
      { numRuns: 5000 },
    );
  });

  it('never asks for more than three challenges', () => {
    fc.assert(
      fc.property(anySignIn, (signIn) => {
        const asked = signIn.rounds.filter(({ name }) => name === 'CUSTOM_CHALLENGE').length;
        if (asked >= MAX_CHALLENGES) expect(nextStep(signIn)).not.toBe('challenge');
      }),
    );
  });
});
