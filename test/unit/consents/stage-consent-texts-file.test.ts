import { expect, it } from 'vitest';
import { readStageConsentTexts } from '../../../lambda/consents/adapters/stage-consent-texts-file.ts';
import { aConsentContent } from '../../support/lambda/a-consent.ts';
import { FUNCTION_ENVIRONMENT } from '../../support/lambda/function-environment.ts';

it('holds the texts of the config, whatever they leave to defaults', () => {
  const CONSENT_TEXTS_FILE = FUNCTION_ENVIRONMENT.CONSENT_TEXTS_FILE ?? '';
  expect(readStageConsentTexts({ CONSENT_TEXTS_FILE })).toEqual([aConsentContent()]);
});

it('fails when it is not there, or holds something else', () => {
  const policy = FUNCTION_ENVIRONMENT.POLICY_FILE ?? '';
  expect(() => readStageConsentTexts({ CONSENT_TEXTS_FILE: policy })).toThrow('expected array');
  expect(() => readStageConsentTexts({ CONSENT_TEXTS_FILE: '/none.json' })).toThrow('none.json');
});
