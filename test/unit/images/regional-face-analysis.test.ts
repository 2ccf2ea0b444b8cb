import { describe, expect, it } from 'vitest';
import { createRegionalFaceAnalysis } from '../../../lambda/images/adapters/regional-face-analysis.ts';
import type { FaceAnalysis } from '../../../lambda/images/ports/face-analysis.ts';
import { aFace } from '../../support/lambda/builders.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

const IMAGE = new Uint8Array([1]);
const error = (name: string, more: object = {}) => Object.assign(new Error(name), { name, ...more });

/** Regions that answer with a likeness, or with an error. */
function regions(answers: Readonly<Record<'first' | 'second' | 'third' | 'firstAgain', number | Error>>) {
  const asked: string[] = [];
  const { emit, metrics } = recordedMetrics();
  const region = (name: keyof typeof answers): FaceAnalysis => {
    const answer = async () => {
      asked.push(name);
      const given = answers[name];
      if (given instanceof Error) throw given;
      return given;
    };
    return {
      compareFaces: async () => {
        const { boundingBox } = aFace();
        return { selfieFace: boundingBox, faces: [{ similarity: await answer(), boundingBox }] };
      },
      detectFaces: async () => {
        await answer();
        return [];
      },
    };
  };
  const analysis = createRegionalFaceAnalysis(
    { first: region('first'), others: [region('second'), region('third')], firstAgain: region('firstAgain') },
    emit,
  );
  const similarity = async () => (await analysis.compareFaces(IMAGE, IMAGE))?.faces[0]?.similarity;
  return { ...analysis, similarity, asked, metrics };
}

describe('what looks at images in several regions', () => {
  it('asks the first alone while that answers', async () => {
    const { similarity, asked, metrics } = regions({ first: 1, second: 2, third: 4, firstAgain: 3 });
    expect(await similarity()).toBe(1);
    expect(asked).toEqual(['first']);
    expect(metrics).toEqual([]);
  });

  it.each([
    ['throttled', error('ProvisionedThroughputExceededException')],
    ['ill', error('InternalServerError')],
    ['out of reach', error('Error', { code: 'ECONNREFUSED' })],
  ])('asks the second at once where the first is %s', async (_, refusal) => {
    const { similarity, detectFaces, asked, metrics } = regions({
      first: refusal,
      second: 2,
      third: 4,
      firstAgain: 3,
    });
    expect(await similarity()).toBe(2);
    expect(await detectFaces(IMAGE)).toEqual([]);
    expect(asked).toEqual(['first', 'second', 'first', 'second']);
    expect(metrics.map(({ name, dimensions }) => [name, dimensions.Operation])).toEqual([
      ['SecondRegionAnswered', 'CompareFaces'],
      ['SecondRegionAnswered', 'DetectFaces'],
    ]);
  });

  it('asks a third where the second does not answer either', async () => {
    const { similarity, asked } = regions({
      first: error('ThrottlingException'),
      second: error('ThrottlingException'),
      third: 4,
      firstAgain: 3,
    });
    expect(await similarity()).toBe(4);
    expect(asked).toEqual(['first', 'second', 'third']);
  });

  it('goes back to the first, with all its attempts, where no other answers', async () => {
    const { similarity, asked, metrics } = regions({
      first: error('ThrottlingException'),
      second: error('AccessDeniedException'),
      third: error('ThrottlingException'),
      firstAgain: 3,
    });
    expect(await similarity()).toBe(3);
    expect(asked).toEqual(['first', 'second', 'third', 'firstAgain']);
    expect(metrics).toEqual([]);
  });

  it('spreads no request that is wrong itself', async () => {
    const { similarity, asked } = regions({
      first: error('AccessDeniedException'),
      second: 2,
      third: 4,
      firstAgain: 3,
    });
    await expect(similarity()).rejects.toThrow('AccessDeniedException');
    expect(asked).toEqual(['first']);
  });
});
