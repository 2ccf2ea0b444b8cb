import { expect, it } from 'vitest';
import { enrolledImageKey } from '../../../../lambda/images/domain/enrolled-image-key.ts';

it('the image of an enrollment lies under its tenant by its image id, and names no user', () => {
  expect(enrolledImageKey('acme', 'img_1')).toBe('acme/img_1.jpg');
});
