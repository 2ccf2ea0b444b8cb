import type { EmitMetric } from '../../kernel/ports/emit-metric.ts';
import { isTransient } from '../../kernel/retry.ts';
import type { FaceAnalysis } from '../ports/face-analysis.ts';

export interface RegionalFaceAnalyses {
  /** Makes one attempt per call. */
  readonly first: FaceAnalysis;
  /** Makes one attempt per call. */
  readonly second: FaceAnalysis;
  /** The first region, with all attempts. */
  readonly firstAgain: FaceAnalysis;
}

/**
 * Spreads operations that store nothing over two regions (whitepaper 7): the second
 * region answers what the first refuses or cannot serve. Both give the same answer.
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
      // the first region's answer or error counts
      return ask(firstAgain);
    }
  };
  return {
    detectFaces: (image) => answerOf('DetectFaces', (analysis) => analysis.detectFaces(image)),
    compareFaces: (selfie, document) =>
      answerOf('CompareFaces', (analysis) => analysis.compareFaces(selfie, document)),
  };
}
