import type { Clock } from '../kernel/ports/clock.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import { isThrottle } from '../kernel/retry.ts';
import { isAnswer } from './rekognition-refusals.ts';

/** Runs one Rekognition call. */
export type MeasuredCall = <Output>(operation: string, call: () => Promise<Output>) => Promise<Output>;

/** Measures Rekognition calls by operation: duration, billed calls, throttles and faults. */
export const measuredCall =
  (emit: EmitMetric, clock: Clock): MeasuredCall =>
  async (operation, call) => {
    const startedAt = clock().getTime();
    const dimensions = { Operation: operation };
    try {
      const output = await call();
      emit('RekognitionCall', 1, dimensions);
      return output;
    } catch (error) {
      if (isThrottle(error)) emit('RekognitionThrottled', 1, dimensions);
      else if (!isAnswer(operation, error)) emit('RekognitionFailed', 1, dimensions);
      throw error;
    } finally {
      emit('RekognitionLatency', clock().getTime() - startedAt, dimensions);
    }
  };
