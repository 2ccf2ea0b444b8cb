import { expect, it } from 'vitest';
import { boundingBox } from '../../../lambda/kernel/bounding-box.ts';

it('is complete, or no box', () => {
  const box = { left: 0.1, top: 0.2, width: 0.3, height: 0.4 };
  // a face at the edge begins outside of the image
  for (const one of [box, { ...box, left: -0.01 }]) expect(boundingBox.parse(one)).toStrictEqual(one);
  const { height: _missing, ...incomplete } = box;
  expect(boundingBox.safeParse(incomplete).success).toBe(false);
});
