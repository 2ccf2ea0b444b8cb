import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestFace, MODEL_SIDE } from '../../../src/capture/local/face-box.ts';

/** Anchors of the model: 16 x 16 cells of two, and 8 x 8 of six. */
const ANCHORS = 16 * 16 * 2 + 8 * 8 * 6;
const ROW = 17;

/** Output with faces of these logits at these anchors, each as wide and high as the model's picture. */
function output(faces: Readonly<Record<number, number>>): Float32Array {
  const numbers = new Float32Array(ANCHORS * ROW);
  for (let row = 0; row < ANCHORS; row++) numbers[row * ROW] = -10;
  for (const [row, logit] of Object.entries(faces))
    numbers.set([logit, 0, 0, MODEL_SIDE, MODEL_SIDE], Number(row) * ROW);
  return numbers;
}

const middleOf = (face: ReturnType<typeof bestFace>) =>
  face && [face.left + face.width / 2, face.top + face.height / 2];

describe('the face of a photo', () => {
  it('is the one of the best score, wherever it is', () => {
    const two = fc.uniqueArray(fc.integer({ min: 0, max: ANCHORS - 1 }), { minLength: 2, maxLength: 2 });
    fc.assert(
      fc.property(two, ([best = 0, other = 0]) => {
        expect(bestFace(output({ [best]: 5, [other]: 3 }))).toEqual(bestFace(output({ [best]: 5 })));
      }),
      { numRuns: 50 },
    );
  });

  it('has its middle in the cell of its anchor', () => {
    expect(middleOf(bestFace(output({ 0: 2 })))).toEqual([0.5 / 16, 0.5 / 16]);
    expect(middleOf(bestFace(output({ 33: 2 })))).toEqual([0.5 / 16, 1.5 / 16]);
    expect(middleOf(bestFace(output({ 512: 2 })))).toEqual([0.5 / 8, 0.5 / 8]);
    expect(middleOf(bestFace(output({ [ANCHORS - 1]: 2 })))).toEqual([7.5 / 8, 7.5 / 8]);
  });

  it('is missing below the least score, and without any output', () => {
    expect(bestFace(output({ 7: 0.4 }))).toBeUndefined();
    expect(bestFace(output({ 7: 0.41 }))).toBeDefined();
    expect(bestFace([])).toBeUndefined();
  });
});
