import type { EmitMetric } from '../../kernel/ports/emit-metric.ts';
import { isTransient } from '../../kernel/retry.ts';
import type { FaceAnalysis } from '../ports/face-analysis.ts';

export interface RegionalFaceAnalyses {
  /** Makes one attempt per call. */
  readonly first: FaceAnalysis;
  /** Other regions, in the order in which they are asked; each makes one attempt per call. */
  readonly others: readonly FaceAnalysis[];
  /** The first region, with all attempts. */
  readonly firstAgain: FaceAnalysis;
}

/**
 * Spreads operations that store nothing over several regions (whitepaper 7): the next region answers what the
 * one before it refuses or cannot serve. All of them give the same answer.
 */
export function createRegionalFaceAnalysis(
  { first, others, firstAgain }: RegionalFaceAnalyses,
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
    for (const other of others) {
      try {
        const answer = await ask(other);
        emit('SecondRegionAnswered', 1, { Operation: operation });
        return answer;
      } catch {
        // the next region, and at last the first one's answer or error counts
      }
    }
    return ask(firstAgain);
  };
  return {
    detectFaces: (...args) => answerOf('DetectFaces', (analysis) => analysis.detectFaces(...args)),
    compareFaces: (selfie, document) =>
      answerOf('CompareFaces', (analysis) => analysis.compareFaces(selfie, document)),
  };
}
