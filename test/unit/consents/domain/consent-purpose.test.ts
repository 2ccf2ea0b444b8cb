import { expect, it } from 'vitest';
import { consentPurpose, purposeOf } from '../../../../lambda/consents/domain/consent-purpose.ts';
import { sessionType } from '../../../../lambda/kernel/session-type.ts';

it('of every session type is one that a person can consent to', () => {
  expect(sessionType.options.map((type) => [type, consentPurpose.parse(purposeOf(type))])).toEqual([
    ['registration', 'identity_verification'],
    ['authentication', 'authentication'],
    ['step_up', 'authentication'],
    ['re_enrollment', 'identity_verification'],
  ]);
});
