import type { GenerationRegistry } from '../collections/ports/generation-registry.ts';
import { isDrawn } from '../kernel/draw.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import { expiry } from '../search/expiry.ts';
import type { ShadowReadPolicy } from './contract.ts';
import type { ShadowReadQueue, ShadowReadRequest } from './ports/shadow-reads.ts';

export interface RequestShadowReadDependencies {
  readonly generations: Pick<GenerationRegistry, 'get'>;
  readonly shadowReads: ShadowReadQueue;
  readonly shadowReadPolicy: ShadowReadPolicy;
  readonly timeout: (milliseconds: number) => AbortSignal;
  readonly emit: EmitMetric;
}

/**
 * Maximum delay of the deciding search by a request for comparison; a message takes a few hundredths of it.
 */
const LONGEST_MS = 500;

/**
 * Requests that a decided search is repeated in the generation that a migration fills, for a share of the
 * sessions. Best effort: it takes half a second at most and never fails, since the decision must not be
 * affected.
 */
export async function requestShadowRead(
  request: ShadowReadRequest,
  { generations, shadowReads, shadowReadPolicy, timeout, emit }: RequestShadowReadDependencies,
): Promise<void> {
  if (!isDrawn(request.session_id, shadowReadPolicy.share_percent)) return;
  const ask = async () => {
    if ((await generations.get(request.tenant)).filling) await shadowReads.send(request);
  };
  try {
    await Promise.race([ask(), expiry(timeout(LONGEST_MS))]);
  } catch {
    emit('ShadowRead', 1, { Result: 'not_asked' });
  }
}
