import { expect, it } from 'vitest';
import { erasureIdOf } from '../../../../lambda/erasure/domain/erasure-id.ts';

it('an erasure that a receipt begins has the id of the receipt in another form', () => {
  expect(erasureIdOf('cr_01kjq8w0g3x7c9v2m5n8b4t6rf')).toBe('era_01kjq8w0g3x7c9v2m5n8b4t6rf');
});
