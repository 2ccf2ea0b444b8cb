import { expect, it } from 'vitest';
import { imageReference } from '../../../../lambda/images/domain/image-reference.ts';

it('an image is known by its key, and by the version of its bytes where that is pinned', () => {
  for (const reference of [{ key: 'a/b.jpg' }, { key: 'a/b.jpg', version_id: '7' }])
    expect(imageReference.parse({ ...reference, bucket: 'evidence' })).toStrictEqual(reference);
  expect(imageReference.safeParse({ version_id: '7' }).success).toBe(false);
});
