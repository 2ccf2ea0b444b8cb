import { expect, it } from 'vitest';
import { copiedLogin } from '../../../../lambda/authentication/domain/copied-login.ts';
import { createCheck } from '../../../../lambda/kernel/check.ts';
import type { ReasonCode } from '../../../../lambda/kernel/reason-code.ts';
import { NOON } from '../../../support/lambda/builders.ts';

const comparedWith = (...reasons: readonly ReasonCode[]) => ({
  checks: { capture_comparison: createCheck({ reasons, calls: {} }, NOON, NOON, {}) },
});
const DECLINING = { replay: { equal: 'decline', near: 'review' } } as const;
const REVIEWING = { replay: { equal: 'review', near: 'review' } } as const;
const NOTHING = { declinedFor: [], noted: [] };

it('declines a login with the pictures of another session, or leaves it to a person', () => {
  const replayed = comparedWith('replay_suspected');
  expect(copiedLogin(replayed, DECLINING)).toEqual({ declinedFor: ['replay_suspected'], noted: [] });
  expect(copiedLogin(replayed, REVIEWING)).toEqual({ declinedFor: [], noted: ['replay_suspected'] });
});

it('declines none for its looks', () => {
  for (const policy of [DECLINING, REVIEWING])
    expect(copiedLogin(comparedWith('near_copy_suspected'), policy)).toEqual({
      declinedFor: [],
      noted: ['near_copy_suspected'],
    });
});

it('leaves out reasons that only another release knows', () => {
  const { capture_comparison } = comparedWith('near_copy_suspected').checks;
  const reason_codes = ['of another release', ...capture_comparison.reason_codes];
  const login = { checks: { capture_comparison: { ...capture_comparison, reason_codes } } };
  expect(copiedLogin(login, DECLINING).noted).toEqual(['near_copy_suspected']);
});

it('has nothing to say of a capture of its own, or of one that no release has compared yet', () => {
  expect(copiedLogin(comparedWith(), DECLINING)).toEqual(NOTHING);
  expect(copiedLogin({ checks: {} }, DECLINING)).toEqual(NOTHING);
});
