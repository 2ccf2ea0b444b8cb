import { expect, it } from 'vitest';
import { indexedFace } from '../../../../lambda/collections/domain/indexed-face.ts';
import { anIndexedFace } from '../../../support/lambda/builders.ts';

it('is read as it was written, whole or not at all', () => {
  const face = anIndexedFace();
  expect(indexedFace.parse(face)).toEqual(face);
  for (const name of Object.keys(face))
    expect(indexedFace.safeParse({ ...face, [name]: undefined }).success, name).toBe(false);
  for (const side of Object.keys(face.bounding_box)) {
    const bounding_box = { ...face.bounding_box, [side]: undefined };
    expect(indexedFace.safeParse({ ...face, bounding_box }).success, side).toBe(false);
  }
});
