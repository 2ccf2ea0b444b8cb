import { expect, it } from 'vitest';
import { enforceRetention } from '../../../lambda/retention/enforce-retention.ts';
import { NOON, TENANT } from '../../support/lambda/builders.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

it('what has expired is counted although templates cannot be removed', async () => {
  const { emit, metrics } = recordedMetrics();
  const fails = async () => {
    throw new Error('no answer');
  };
  const run = enforceRetention(TENANT, {
    sweeps: { get: fails, put: fails },
    mappings: { listOfCollection: fails, listOfUser: fails },
    interactions: { get: fails },
    generations: { default: [], tenants: {} } as never,
    shapes: { list: async () => [] },
    collectionPrefix: 'face-idv',
    settings: { templateDays: 1, templateLimitDays: 2 },
    templates: { removeFace: fails },
    probes: { countPast: async () => 0 },
    clock: () => NOON,
    emit,
  });
  await expect(run).rejects.toThrow('no answer');
  expect(metrics).toHaveLength(4);
});
