import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReplicationRequest } from '../../../lambda/replication/ports/replication-requests.ts';
import { resendReplications } from '../../../lambda/replication/resend-replications.ts';
import { aReplicatedUser } from '../../support/lambda/a-replicated-user.ts';
import { minutesAfter, NOON, TENANT } from '../../support/lambda/builders.ts';
import { type DynamoTables, someDynamoTables } from '../../support/lambda/dynamo-tables.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

const aRequest = (image_id: string, requested_at = NOON): ReplicationRequest => ({
  kind: 'user',
  tenant: TENANT,
  user_id: 'ann',
  collection_id: 'p.acme.g1.0',
  image_id,
  revision: 'r1',
  requested_at: requested_at.toISOString(),
});
interface Page {
  readonly requests?: readonly ReplicationRequest[];
  readonly overdue?: readonly ReplicationRequest[];
}

/** Runs the schedule, ten minutes after noon, over pages of requests. */
async function run(...pages: readonly Page[]) {
  const order: string[] = [];
  const cursors: unknown[] = [];
  const { emit, metrics } = recordedMetrics();
  await resendReplications(TENANT, {
    requests: {
      list: async (tenant, cursor) => {
        cursors.push([tenant, cursor]);
        const page = Number(cursor ?? 0);
        const { overdue = [], requests = overdue } = pages[page] ?? {};
        return { requests, overdue, ...(page + 1 < pages.length ? { next: String(page + 1) } : {}) };
      },
      postpone: async ({ image_id }) => {
        order.push(`postpone ${image_id}`);
      },
    },
    queue: {
      send: async ({ image_id }, delaySeconds) => {
        order.push(`send ${image_id} ${delaySeconds}`);
      },
    },
    replicas: {
      areComplete: async () => pages.every(({ requests = [] }) => requests.length === 0),
    },
    clock: () => minutesAfter(10),
    emit,
  });
  const reported = Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
  return { order, cursors, reported, sent: order.filter((step) => step.startsWith('send')) };
}

describe('requests of the second region', () => {
  it('are sent where they are due, the message first', async () => {
    const { order } = await run({ requests: [aRequest('a'), aRequest('b')], overdue: [aRequest('b')] });
    expect(order).toEqual(['send b 0', 'postpone b']);
  });

  it('report how many they are, and how old the oldest of them is, due or not', async () => {
    const { reported } = await run(
      { requests: [aRequest('a'), aRequest('b', minutesAfter(-5))], overdue: [aRequest('a')] },
      { requests: [aRequest('c', minutesAfter(9))] },
    );
    expect(reported).toEqual({
      ReplicationBacklog: 3,
      ReplicationBacklogAge: 15 * 60_000,
      SecondRegionComplete: 0,
    });
    expect((await run({})).reported).toEqual({
      ReplicationBacklog: 0,
      ReplicationBacklogAge: 0,
      SecondRegionComplete: 1,
    });
  });

  it('are read page by page, to the end', async () => {
    const { cursors } = await run({ overdue: [aRequest('a')] }, {}, { overdue: [aRequest('b')] });
    expect(cursors).toEqual([
      [TENANT, undefined],
      [TENANT, '1'],
      [TENANT, '2'],
    ]);
  });

  it('are sent up to 3,000, and looked at up to 10,000, per run', async () => {
    const many = (count: number) => Array.from({ length: count }, (_, image) => aRequest(`img_${image}`));
    const due = { overdue: many(1_500) };
    expect((await run(due, due, due)).sent).toHaveLength(3_000);
    expect((await run(due, { overdue: many(1_499) }, due)).sent).toHaveLength(4_499);
    const waiting = { requests: many(5_000) };
    expect((await run(waiting, waiting, waiting)).reported).toMatchObject({ ReplicationBacklog: 10_000 });
    expect((await run(waiting, { requests: many(4_999) }, waiting)).reported).toMatchObject({
      ReplicationBacklog: 14_999,
    });
  });
});

describe('the schedule', () => {
  let tables: DynamoTables;
  beforeAll(async () => {
    tables = await someDynamoTables();
  });
  afterAll(() => tables.close());

  it('sends what came without a message, once in a while, and reports how far behind it is', async () => {
    const user = aReplicatedUser(tables);
    await user.map();
    await user.resend();
    expect(user.sent).toEqual([]);
    user.later(2);
    await user.resend();
    await user.resend();
    expect(user.sent).toHaveLength(1);
    user.later(15);
    await user.resend();
    expect(user.sent).toHaveLength(2);
    const last = (name: string) => user.metrics.filter((metric) => metric.name === name).at(-1)?.value;
    expect(last('ReplicationBacklog')).toBe(1);
    expect(last('ReplicationBacklogAge')).toBe(17 * 60_000);
  });
});
