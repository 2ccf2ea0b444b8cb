import { describe, expect, it } from 'vitest';
import type { Erasure, RunningErasure } from '../../../lambda/erasure/domain/erasure.ts';
import { watchErasures } from '../../../lambda/erasure/watch-erasures.ts';
import { anErasure } from '../../support/lambda/an-erasure.ts';
import { minutesAfter, NOON, TENANT } from '../../support/lambda/builders.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

async function watch(minutes: number, ...erasures: readonly Erasure[]) {
  const sent: string[] = [];
  const overdue: RunningErasure[] = [];
  const { emit, metrics } = recordedMetrics();
  await watchErasures(TENANT, {
    erasures: {
      listRunning: async () => [...erasures.map(({ id }) => id), 'era_gone'],
      get: async (_tenant, id) => erasures.find((one) => one.id === id),
      saveOverdue: async (_before, after) => {
        overdue.push(after);
        return true;
      },
    },
    queue: {
      send: async ({ id }) => {
        sent.push(id);
      },
    },
    clock: () => minutesAfter(minutes),
    emit,
  });
  return { sent, overdue, metrics };
}

describe('the watch over erasures', () => {
  it('leaves one alone whose passes are made', async () => {
    const { sent, overdue, metrics } = await watch(20, anErasure());
    expect([sent, overdue]).toEqual([[], []]);
    expect(metrics).toEqual([{ name: 'ErasureAge', value: 20 * 60_000, dimensions: {} }]);
  });

  it('makes another pass where a message is lost', async () => {
    const checked_at = minutesAfter(10).toISOString();
    const visited = anErasure({ stores: { faces: { removed: 0, left: 1, checked_at } } });
    expect((await watch(30, visited)).sent).toEqual([]);
    expect((await watch(35, visited)).sent).toEqual([visited.id]);
  });

  it('reports one that takes longer than a day, once, and the stores that it waits for', async () => {
    const checked_at = minutesAfter(24 * 60).toISOString();
    const stores = {
      faces: { removed: 0, left: 1, checked_at },
      evidence: { removed: 2, left: 0, checked_at },
    };
    const late = anErasure({ stores });
    const { overdue, metrics } = await watch(24 * 60, late);
    expect(overdue).toEqual([{ ...late, overdue_at: minutesAfter(24 * 60).toISOString(), revision: 2 }]);
    const waited = metrics
      .filter(({ name }) => name === 'ErasureUnconfirmed')
      .map((one) => one.dimensions.Store);
    expect(waited).toContain('faces');
    expect(waited).not.toContain('evidence');
    const reported = { ...late, overdue_at: NOON.toISOString() };
    expect((await watch(24 * 60, reported)).overdue).toEqual([]);
  });

  it('has nothing to report of a tenant without one', async () => {
    expect(await watch(5)).toEqual({ sent: [], overdue: [], metrics: [] });
  });
});
