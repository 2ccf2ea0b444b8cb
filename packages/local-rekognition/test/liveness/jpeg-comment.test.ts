import sharp from 'sharp';
import { expect, it } from 'vitest';
import { commentBytes, withComment } from '../../src/liveness/jpeg-comment.ts';

it('makes other bytes of a JPEG, and no other picture', async () => {
  const jpeg = await sharp({ create: { width: 80, height: 60, channels: 3, background: '#a43' } })
    .jpeg()
    .toBuffer();
  const [one, other] = ['session-1 reference.jpg', 'session-2 reference.jpg'].map((text) =>
    withComment(jpeg, text),
  );
  expect(one).not.toEqual(other);
  expect(one?.length).toBe(jpeg.length + commentBytes('session-1 reference.jpg'));
  const pixels = async (image: Buffer = jpeg) => sharp(image, { failOn: 'warning' }).raw().toBuffer();
  expect(await pixels(one)).toEqual(await pixels());
  expect(await pixels(other)).toEqual(await pixels());
  expect(one?.subarray(0, 3).toString('hex')).toBe('ffd8ff');
  expect(one?.includes('session-1 reference.jpg')).toBe(true);
});
