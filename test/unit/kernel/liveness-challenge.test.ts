import { expect, it } from 'vitest';
import { livenessChallenge } from '../../../lambda/kernel/liveness-challenge.ts';

it('the challenges are those of the API reference', () => {
  expect(livenessChallenge.options).toEqual(['FaceMovementAndLightChallenge', 'FaceMovementChallenge']);
});
