import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDynamoWaitSlots } from '../../../lambda/sessions/adapters/dynamo-wait-slots.ts';
import type { WaitSlot } from '../../../lambda/sessions/ports/wait-slots.ts';
import { NOON } from '../../support/lambda/builders.ts';
import { type DynamoTables, someDynamoTables } from '../../support/lambda/dynamo-tables.ts';
import { unique } from '../../support/lambda/unique.ts';

const WAIT_MS = 5000;

describe('the places of waiting calls in DynamoDB', () => {
  let tables: DynamoTables;
  let tenant: string;
  let now: number;
  beforeAll(async () => {
    tables = await someDynamoTables();
  });
  beforeEach(() => {
    tenant = unique('tenant');
    now = NOON.getTime();
  });
  afterAll(() => tables.close());

  /** The places as one instance of the function sees them. */
  function anInstance(places: number, random: () => number = Math.random, table = tables.control) {
    const failures: unknown[] = [];
    const report = (error: unknown) => void failures.push(error);
    const slots = createDynamoWaitSlots(tables.documents, table, places, () => new Date(now), random, report);
    return {
      take: (of = tenant) => slots.take(of, new Date(now + WAIT_MS)),
      release: async (slot: WaitSlot | undefined) => slot && slots.release(slot),
      failures,
    };
  }

  it('go to no more calls at a time than there are, whoever comes together', async () => {
    const taken = await Promise.all(Array.from({ length: 20 }, () => anInstance(3).take()));
    expect(taken.filter((slot) => slot !== undefined)).toHaveLength(3);
  });

  it('are free again once they are released, or their time is over', async () => {
    const first = await anInstance(1).take();
    expect(await anInstance(1).take()).toBeUndefined();
    await anInstance(1).release(first);
    expect(await anInstance(1).take()).toBeDefined();
    expect(await anInstance(1).take()).toBeUndefined();
    now += WAIT_MS + 1;
    expect(await anInstance(1).take()).toBeDefined();
  });

  it('are left to the call that has them now, when one comes late to give its own back', async () => {
    const late = await anInstance(1).take();
    now += WAIT_MS + 1;
    await anInstance(1).take();
    await anInstance(1).release(late);
    expect(await anInstance(1).take()).toBeUndefined();
  });

  it("of one tenant leave another's alone", async () => {
    await anInstance(1).take();
    expect(await anInstance(1).take(unique('tenant'))).toBeDefined();
  });

  it('are where the same instance had one before', async () => {
    const draws = [0.5, 0.1, 0.9];
    const instance = anInstance(100, () => draws.shift() ?? 0);
    for (const _ of draws) await instance.release(await instance.take());
    const text = async () => tables.textOf(tables.control);
    await instance.take();
    expect(await text()).toContain(`${tenant}#wait-slot#10`);
    expect((await text()).split(`${tenant}#wait-slot`)).toHaveLength(2);
  });

  it('are given to nobody by a table that does not answer, which is reported', async () => {
    const instance = anInstance(2, Math.random, 'no-such-table');
    expect(await instance.take()).toBeUndefined();
    await instance.release({ tenant, place: 0, holder: 'nobody' });
    const missing = expect.objectContaining({ name: 'ResourceNotFoundException' });
    expect(instance.failures).toEqual([missing, missing]);
  });
});
