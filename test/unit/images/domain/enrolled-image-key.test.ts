import { expect, it } from 'vitest';
import { enrolledImageKey } from '../../../../lambda/images/domain/enrolled-image-key.ts';

it('the image of an enrollment lies under its tenant, then its user, by its image id', () => {
  expect(enrolledImageKey('acme', 'user-1', 'img_1')).toBe('acme/user-1/img_1.jpg');
});
