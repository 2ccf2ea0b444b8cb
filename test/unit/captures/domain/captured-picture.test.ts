import { expect, it } from 'vitest';
import { captureOwner, similarCapture } from '../../../../lambda/captures/domain/captured-picture.ts';
import { NOON } from '../../../support/lambda/builders.ts';

const owner = { session_id: 'vs_1', user_id: 'ann', retained_until: NOON.toISOString() };

it('is read from a row without its keys, and not without the time until which it may be used', () => {
  const row = { ...owner, pk: 'acme#capture#ab', sk: 'capture', expires_at_epoch_seconds: 1 };
  expect(captureOwner.parse(row)).toEqual(owner);
  expect(similarCapture.parse({ ...row, perceptual_hash: 'ab' })).toEqual({
    ...owner,
    perceptual_hash: 'ab',
  });
  const { retained_until: _until, ...unlimited } = owner;
  expect(captureOwner.safeParse(unlimited).success).toBe(false);
  expect(similarCapture.safeParse(owner).success).toBe(false);
});
