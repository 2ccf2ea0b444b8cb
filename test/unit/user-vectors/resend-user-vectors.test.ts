import { describe, expect, it } from 'vitest';
import type { UserVectorRequest } from '../../../lambda/user-vectors/ports/user-vector-requests.ts';
import { resendUserVectors } from '../../../lambda/user-vectors/resend-user-vectors.ts';
import { NOON, TENANT } from '../../support/lambda/builders.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

const aRequest = (user_id: string, changes: Partial<UserVectorRequest> = {}): UserVectorRequest => ({
  tenant: TENANT,
  user_id,
  collection_id: 'p.acme.g1.0',
  revision: 'r1',
  requested_at: NOON.toISOString(),
  ...changes,
});

/** Runs the schedule over pages of overdue requests. */
async function run(...pages: (readonly UserVectorRequest[])[]) {
  const order: string[] = [];
  const cursors: unknown[] = [];
  const sent: unknown[] = [];
  const { emit, metrics } = recordedMetrics();
  await resendUserVectors(TENANT, {
    requests: {
      listOverdue: async (tenant, cursor) => {
        cursors.push([tenant, cursor]);
        const page = Number(cursor ?? 0);
        const requests = pages[page] ?? [];
        return page + 1 < pages.length ? { requests, next: String(page + 1) } : { requests };
      },
      put: async ({ user_id }, revision) => {
        order.push(`put ${user_id} ${revision}`);
      },
    },
    queue: {
      send: async (message, delaySeconds) => {
        order.push(`send ${message.user_id}`);
        sent.push([message, delaySeconds]);
      },
    },
    newRevision: () => 'r2',
    emit,
  });
  return { order, cursors, sent, metrics };
}

describe('vectors that should have been built by now', () => {
  it('are asked for anew, so that they are not overdue for some minutes, and then sent', async () => {
    const { order, sent } = await run([aRequest('ann')]);
    expect(order).toEqual(['put ann r2', 'send ann']);
    expect(sent).toEqual([[{ tenant: TENANT, user_id: 'ann', collection_id: 'p.acme.g1.0', looks: 0 }, 0]]);
  });

  it('are counted but for those with a face that Rekognition refuses, which are tried again all the same', async () => {
    const left_out = [{ face_id: 'f', reason: 'LOW_MATCH_CONFIDENCE' as const }];
    const { sent, metrics } = await run([aRequest('ann'), aRequest('bob', { left_out })], [aRequest('cyd')]);
    expect(sent).toHaveLength(3);
    expect(metrics).toEqual([{ name: 'UserVectorOverdue', value: 2, dimensions: {} }]);
  });

  it('are read page by page, to the end', async () => {
    const { cursors } = await run([aRequest('ann')], [], [aRequest('bob')]);
    expect(cursors).toEqual([
      [TENANT, undefined],
      [TENANT, '1'],
      [TENANT, '2'],
    ]);
  });

  it('are sent up to what the rate works off until the next run', async () => {
    const many = Array.from({ length: 500 }, (_, user) => aRequest(`user-${user}`));
    expect((await run(many, many, many)).sent).toHaveLength(1_000);
    expect((await run(many, many.slice(1), many)).sent).toHaveLength(1_499);
  });

  it('are none, and that is reported too', async () => {
    expect((await run([])).metrics).toEqual([{ name: 'UserVectorOverdue', value: 0, dimensions: {} }]);
  });
});
