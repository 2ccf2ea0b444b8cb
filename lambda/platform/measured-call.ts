import type { Clock } from '../kernel/ports/clock.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import { isThrottle } from '../kernel/retry.ts';

/** Runs one call of Rekognition. */
export type MeasuredCall = <Output>(operation: string, call: () => Promise<Output>) => Promise<Output>;

/** Measures calls of Rekognition by operation: duration, what is billed, throttles, and faults of the service. */
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
      else if (!isFaultOfCaller(error)) emit('RekognitionFailed', 1, dimensions);
      throw error;
    } finally {
      emit('RekognitionLatency', clock().getTime() - startedAt, dimensions);
    }
  };

/** The SDK marks errors that the request itself brought about, such as an image without a face. */
const isFaultOfCaller = (error: unknown): boolean =>
  error instanceof Error && '$fault' in error && error.$fault === 'client';
