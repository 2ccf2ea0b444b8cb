import { expect, it } from 'vitest';
import { countPastRetention } from '../../../lambda/retention/count-past-retention.ts';
import type { ExpiringClass } from '../../../lambda/retention/ports/retention-probes.ts';
import { NOON, TENANT } from '../../support/lambda/builders.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

const counting = (countPast: (name: ExpiringClass) => Promise<number>) => {
  const { emit, metrics } = recordedMetrics();
  const probes = { countPast: (_tenant: string, name: ExpiringClass) => countPast(name) };
  return { metrics, done: countPastRetention(TENANT, { probes, clock: () => NOON, emit }) };
};

it('what should have expired is counted by class, and so is that nothing is left', async () => {
  const { metrics, done } = counting(async (name) => (name === 'audit_entries' ? 3 : 0));
  await done;
  expect(metrics.map(({ value, dimensions }) => [dimensions.Class, value])).toEqual([
    ['session_images', 0],
    ['session_records', 0],
    ['audit_entries', 3],
    ['review_cases', 0],
  ]);
});

it('fails when a class cannot be read, after the others were counted', async () => {
  const { metrics, done } = counting(async (name) => {
    if (name === 'session_images') throw new Error('no answer');
    return 0;
  });
  await expect(done).rejects.toThrow('no answer');
  expect(metrics).toHaveLength(3);
});
