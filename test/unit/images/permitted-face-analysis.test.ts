import { expect, it } from 'vitest';
import { permittedFaceAnalysis } from '../../../lambda/images/permitted-face-analysis.ts';
import { RateExhausted } from '../../../lambda/rate-limits/ports/rate-limiter.ts';

const IMAGE = new Uint8Array([1]);

function permitted(refusal?: Error) {
  const done: string[] = [];
  const analysis = permittedFaceAnalysis(
    {
      detectFaces: async () => {
        done.push('detected');
        return [];
      },
      compareFaces: async () => {
        done.push('compared');
        return undefined;
      },
    },
    async (operation, permits) => {
      if (refusal) throw refusal;
      done.push(`${permits} ${operation}`);
    },
  );
  return { analysis, done };
}

it('takes a permit of its operation before each call, and passes the answer on', async () => {
  const { analysis, done } = permitted();
  expect(await analysis.detectFaces(IMAGE)).toEqual([]);
  expect(await analysis.compareFaces(IMAGE, IMAGE)).toBeUndefined();
  expect(done).toEqual(['1 DetectFaces', 'detected', '1 CompareFaces', 'compared']);
});

it('makes no call without a permit', async () => {
  const { analysis, done } = permitted(new RateExhausted('later'));
  await expect(analysis.detectFaces(IMAGE)).rejects.toThrow(RateExhausted);
  await expect(analysis.compareFaces(IMAGE, IMAGE)).rejects.toThrow(RateExhausted);
  expect(done).toEqual([]);
});
