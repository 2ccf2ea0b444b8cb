import { expect, it } from 'vitest';
import { approval, declined } from '../../../../lambda/kernel/decision.ts';
import { approvedStepUp } from '../../../../lambda/sessions/domain/approved-step-up.ts';
import { aStepUp } from '../../../support/lambda/a-step-up.ts';
import { aSession, NOON } from '../../../support/lambda/builders.ts';

const approved = approval('0123456789ab', NOON);
const session = aSession({
  type: 'step_up',
  sensitivity: 'sensitive',
  transaction: { json: '{"amount":"1"}', sha256: 'a'.repeat(64) },
});

it('proves an approved step-up, and nothing else', () => {
  expect(approvedStepUp(session, approved)).toEqual(aStepUp());
  expect(approvedStepUp({ ...session, livemode: false }, approved)).toBeUndefined();
  expect(approvedStepUp(session, undefined)).toBeUndefined();
  expect(approvedStepUp(session, declined(['face_not_recognized'], '0123456789ab', NOON))).toBeUndefined();
  const { transaction: _none, ...login } = { ...session, type: 'authentication' as const };
  expect(approvedStepUp(login, approved)).toBeUndefined();
  expect(approvedStepUp({ ...session, type: 'authentication' }, approved)).toBeUndefined();
});
