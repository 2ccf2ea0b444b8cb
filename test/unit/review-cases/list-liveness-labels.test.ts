import { expect, it } from 'vitest';
import { listLivenessLabelsQuery, livenessLabelPage } from '../../../lambda/review-cases/contract.ts';
import type { LivenessLabel } from '../../../lambda/review-cases/domain/liveness-label.ts';
import { listLivenessLabels } from '../../../lambda/review-cases/list-liveness-labels.ts';
import type { LivenessLabelStore } from '../../../lambda/review-cases/ports/liveness-label-store.ts';
import { anOperator, aScore, NOON, TENANT } from '../../support/lambda/builders.ts';

const CURSOR = `rc_${'0'.repeat(26)}`;

const LABEL: LivenessLabel = {
  id: 'rc_2',
  tenant: TENANT,
  session_id: 'vs_1',
  liveness_session_id: 'liveness-1',
  ...aScore(),
  sampled_percent: 1,
  label: 'spoof',
  sampled_at: NOON.toISOString(),
  decided_at: NOON.toISOString(),
};

it('lists the labels of the tenant of who asks, in a time, page by page', async () => {
  const asked: unknown[] = [];
  const labels: LivenessLabelStore = {
    list: async (...parameters) => {
      asked.push(parameters);
      return { labels: [LABEL], lastId: 'rc_2' };
    },
  };
  const query = (text: object) => listLivenessLabelsQuery.parse(text);
  const { tenant: _own, ...view } = LABEL;
  const page = await listLivenessLabels(
    anOperator(),
    query({ from: '2026-03-01T00:00:00Z', to: '2026-04-01T00:00:00Z', limit: '1', cursor: CURSOR }),
    { labels },
  );
  expect(page).toEqual({ data: [view], has_more: true, next_cursor: 'rc_2' });
  expect(livenessLabelPage.parse(page)).toEqual(page);
  await listLivenessLabels(anOperator(), query({}), { labels });
  const times = { from: new Date('2026-03-01T00:00:00Z'), to: new Date('2026-04-01T00:00:00Z') };
  expect(asked).toEqual([
    [TENANT, times, 1, CURSOR],
    [TENANT, {}, 20, undefined],
  ]);
});

it('refuses times of which the first is not before the last', () => {
  const times = { from: '2026-03-02T00:00:00Z', to: '2026-03-02T00:00:00Z' };
  expect(listLivenessLabelsQuery.safeParse(times).error?.issues[0]).toMatchObject({ path: ['from'] });
});
