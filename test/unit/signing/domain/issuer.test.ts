import { expect, it } from 'vitest';
import { issuerOf } from '../../../../lambda/signing/domain/issuer.ts';

it('names the stage, so that tokens of two stages are not taken for each other', () => {
  expect(issuerOf('prod')).toBe('face-idv-prod');
  expect(issuerOf('dev')).not.toBe(issuerOf('prod'));
});
