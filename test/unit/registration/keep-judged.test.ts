import { expect, it } from 'vitest';
import { keepJudged } from '../../../lambda/registration/keep-judged.ts';
import { aSession } from '../../support/lambda/builders.ts';
import { InMemoryImages } from '../../support/lambda/in-memory-images.ts';

it('keeps the bytes as they are, under their hash and outside the folder of uploads', async () => {
  const images = new InMemoryImages();
  await keepJudged(new Uint8Array([1, 2]), 'abc', aSession(), images);
  expect([...images.images]).toEqual([['acme/vs_1/judged/abc', new Uint8Array([1, 2])]]);
});
