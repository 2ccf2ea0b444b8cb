import type { EmitMetric } from '../../kernel/ports/emit-metric.ts';
import { isTransient } from '../../kernel/retry.ts';
import type { FaceAnalysis } from '../ports/face-analysis.ts';

export interface RegionalFaceAnalyses {
  /** Gives up at its first refusal. */
  readonly first: FaceAnalysis;
  /** Gives up at its first refusal. */
  readonly second: FaceAnalysis;
  /** Of the first region, with all attempts. */
  readonly firstAgain: FaceAnalysis;
}

/**
 * Operations that keep nothing are spread over two regions by their images' bytes, as whitepaper 7 has it: what the
 * first region has no quota or no health for goes to the second. An answer is the same in either.
 */
export function createTwoRegionFaceAnalysis(
  { first, second, firstAgain }: RegionalFaceAnalyses,
  emit: EmitMetric,
): FaceAnalysis {
  const answerOf = async <Answer>(
    operation: string,
    ask: (analysis: FaceAnalysis) => Promise<Answer>,
  ): Promise<Answer> => {
    try {
      return await ask(first);
    } catch (error) {
      if (!isTransient(error)) throw error;
    }
    try {
      const answer = await ask(second);
      emit('SecondRegionAnswered', 1, { Operation: operation });
      return answer;
    } catch {
      // the first region's answer stands, and so does its error
      return ask(firstAgain);
    }
  };
  return {
    detectFaces: (image) => answerOf('DetectFaces', (analysis) => analysis.detectFaces(image)),
    compareFaces: (selfie, document) =>
      answerOf('CompareFaces', (analysis) => analysis.compareFaces(selfie, document)),
  };
}
