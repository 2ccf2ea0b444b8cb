import { describe, expect, it } from 'vitest';
import type { ShadowReadRequest } from '../../../lambda/migration/ports/shadow-reads.ts';
import {
  type RequestShadowReadDependencies,
  requestShadowRead,
} from '../../../lambda/migration/request-shadow-read.ts';
import { TENANT } from '../../support/lambda/builders.ts';
import { activeGenerations, aGeneration } from '../../support/lambda/in-memory-generations.ts';
import { recordedShadowReads } from '../../support/lambda/in-memory-shadow-reads.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

const REQUEST: ShadowReadRequest = {
  tenant: TENANT,
  session_id: 'vs_1',
  search: 'duplicate_search',
  image: { key: 'selfie', version_id: 'v1' },
};
const filling = aGeneration({ generation: 'g2' });

function aSample(sharePercent = 100) {
  const { asked, ...recorded } = recordedShadowReads({ share_percent: sharePercent });
  const { emit, metrics } = recordedMetrics();
  const timeouts: number[] = [];
  const dependencies: RequestShadowReadDependencies = {
    ...recorded,
    generations: activeGenerations({}, { filling }),
    timeout: (milliseconds) => {
      timeouts.push(milliseconds);
      return new AbortController().signal;
    },
    emit,
  };
  return { asked, metrics, timeouts, dependencies };
}

describe('asking for a comparison', () => {
  it('sends the search that was decided, while a migration fills a generation', async () => {
    const { asked, metrics, timeouts, dependencies } = aSample();
    await requestShadowRead(REQUEST, dependencies);
    expect(asked).toEqual([REQUEST]);
    expect(metrics).toEqual([]);
    expect(timeouts).toEqual([500]);
  });

  it.each([
    ['outside a migration', activeGenerations()],
    ['after a cut-over', activeGenerations({}, { draining: filling })],
  ])('does not happen %s', async (_when, generations) => {
    const { asked, metrics, dependencies } = aSample();
    await requestShadowRead(REQUEST, { ...dependencies, generations });
    expect([asked, metrics]).toEqual([[], []]);
  });

  it('does not happen for a session outside the sample, at no cost', async () => {
    const { asked, timeouts, dependencies } = aSample(0);
    const get = () => Promise.reject(new Error('nobody should ask'));
    await requestShadowRead(REQUEST, { ...dependencies, generations: { get } });
    expect([asked, timeouts]).toEqual([[], []]);
  });

  it.each([
    ['the queue is gone', { shadowReads: { send: () => Promise.reject(new Error('gone')) } }],
    ['the generations cannot be read', { generations: { get: () => Promise.reject(new Error('no')) } }],
    [
      'the message takes too long',
      { shadowReads: { send: () => new Promise<void>(() => {}) }, timeout: () => AbortSignal.abort() },
    ],
  ])('fails nothing where %s', async (_what, ports) => {
    const { metrics, dependencies } = aSample();
    await requestShadowRead(REQUEST, { ...dependencies, ...ports });
    expect(metrics).toEqual([{ name: 'ShadowRead', value: 1, dimensions: { Result: 'not_asked' } }]);
  });
});
