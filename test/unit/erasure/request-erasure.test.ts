import { describe, expect, it } from 'vitest';
import type { Erasure, RunningErasure } from '../../../lambda/erasure/domain/erasure.ts';
import { type RequestErasureDependencies, requestErasure } from '../../../lambda/erasure/request-erasure.ts';
import { minutesAfter, NOON, TENANT } from '../../support/lambda/builders.ts';
import { aSubjectHash, InMemoryTombstones } from '../../support/lambda/in-memory-tombstones.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

/** A tenant in which nobody is erased yet. */
function aDesk() {
  const rows = new Map<string, Erasure>();
  const running = new Map<string, string>();
  const tombstones = new InMemoryTombstones();
  const sent: unknown[] = [];
  const steps: string[] = [];
  const { emit, metrics } = recordedMetrics();
  const erasures: RequestErasureDependencies['erasures'] = {
    create: async (erasure: RunningErasure) => {
      steps.push('create');
      if (rows.has(erasure.id) || running.has(erasure.user_id)) return false;
      rows.set(erasure.id, erasure);
      running.set(erasure.user_id, erasure.id);
      return true;
    },
    get: async (_tenant, id) => rows.get(id),
    runningOf: async (_tenant, userId) => running.get(userId),
    save: async (before, after) => {
      if (rows.get(before.id)?.revision !== before.revision) return false;
      rows.set(after.id, after);
      return true;
    },
  };
  const dependencies: RequestErasureDependencies = {
    erasures,
    tombstones: {
      put: async (tombstone) => {
        steps.push('tombstone');
        await tombstones.put(tombstone);
      },
    },
    subjectHash: aSubjectHash,
    queue: {
      send: async (message) => {
        sent.push(message);
      },
    },
    tombstoneDays: 36,
    clock: () => NOON,
    emit,
  };
  const request = (changes = {}, given: Partial<RequestErasureDependencies> = {}) =>
    requestErasure(
      { tenant: TENANT, user_id: 'ann', id: 'era_1', cause: 'operator', erased_at: NOON, ...changes },
      { ...dependencies, ...given },
    );
  return { rows, running, erasures, tombstones, sent, steps, metrics, request };
}

describe('a request to erase a user', () => {
  it('writes the tombstone first, then begins the erasure and its first pass', async () => {
    const desk = aDesk();
    const erasure = await desk.request();
    expect(desk.steps).toEqual(['tombstone', 'create']);
    expect(erasure).toMatchObject({ id: 'era_1', state: 'running', cause: 'operator', user_id: 'ann' });
    expect(await desk.tombstones.erasedAt(TENANT, 'ann')).toEqual(NOON);
    expect([...desk.tombstones.tombstones.values()][0]?.expires_at).toBe(
      minutesAfter(36 * 24 * 60).toISOString(),
    );
    expect(desk.sent).toEqual([{ tenant: TENANT, id: 'era_1' }]);
    expect(desk.metrics).toEqual([{ name: 'ErasureRequested', value: 1, dimensions: { Cause: 'operator' } }]);
  });

  it('answers with the erasure that runs, and with the same one under its own id', async () => {
    const desk = aDesk();
    const first = await desk.request();
    expect(await desk.request({ id: 'era_2' })).toEqual(first);
    expect(await desk.request()).toEqual(first);
    expect(desk.rows.size).toBe(1);
    expect(desk.sent).toHaveLength(1);
  });

  it('extends the erasure that runs to what began since, and begins a pass for it', async () => {
    const desk = aDesk();
    await desk.request();
    const again = { id: 'era_2', erased_at: minutesAfter(20) };
    const extended = await desk.request(again, { clock: () => minutesAfter(20) });
    expect(extended).toMatchObject({ id: 'era_1', erased_at: minutesAfter(20).toISOString(), revision: 2 });
    expect(await desk.tombstones.erasedAt(TENANT, 'ann')).toEqual(minutesAfter(20));
    expect(desk.sent).toHaveLength(2);
    // it is one erasure, of the first request
    expect(desk.metrics).toHaveLength(1);
    expect(desk.rows.size).toBe(1);
  });

  it('looks again where the erasure that runs has just changed', async () => {
    const desk = aDesk();
    const { requested_at } = await desk.request();
    let isFirst = true;
    const erasures = {
      ...desk.erasures,
      // a pass saves what it has done, in between
      save: async (before: RunningErasure, after: RunningErasure) => {
        if (isFirst) desk.rows.set(before.id, { ...before, revision: before.revision + 1 });
        isFirst = false;
        return desk.erasures.save(before, after);
      },
    };
    const again = { id: 'era_2', erased_at: minutesAfter(20) };
    const given = { erasures, clock: () => minutesAfter(20) };
    expect(await desk.request(again, given)).toMatchObject({ requested_at, revision: 3 });
    expect(desk.rows.get('era_1')?.erased_at).toBe(minutesAfter(20).toISOString());
  });

  it('of the withdrawal of a consent is of the time of the withdrawal', async () => {
    const desk = aDesk();
    await desk.request({ cause: 'consent_withdrawn', erased_at: minutesAfter(-5) });
    expect(await desk.tombstones.erasedAt(TENANT, 'ann')).toEqual(minutesAfter(-5));
  });

  it('does not fail where its message is lost, which the schedule sends', async () => {
    const desk = aDesk();
    const queue = { send: () => Promise.reject(new Error('no answer')) };
    expect(await desk.request({}, { queue })).toMatchObject({ state: 'running' });
  });

  it('fails if others keep beginning and ending erasures of the user', async () => {
    const desk = aDesk();
    const erasures = {
      create: async () => false,
      get: async () => undefined,
      runningOf: async () => undefined,
      save: async () => false,
    };
    await expect(desk.request({}, { erasures })).rejects.toThrow('keep changing');
  });
});
