import { expect, it } from 'vitest';
import { missingReason } from '../../../../lambda/enrollment/domain/missing-reason.ts';

it('an image has no face in a generation for one of five reasons', () => {
  expect(missingReason.options).toEqual([
    'image_missing',
    'face_not_detected',
    'face_not_matched',
    'shard_attribute_missing',
    'not_copied',
  ]);
});
