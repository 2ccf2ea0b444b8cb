import { expect, it } from 'vitest';
import { keptMs, RETENTION_DAYS, replayStep } from '../../../../lambda/webhooks/domain/replay.ts';
import { minutesAfter, NOON, TENANT } from '../../../support/lambda/builders.ts';

it('a step of a replay begins at its first page, or where the step before it ended', () => {
  const replay = {
    id: 'wr_1',
    tenant: TENANT,
    endpoint_id: 'we_1',
    requested_at: NOON.toISOString(),
    from: NOON.toISOString(),
    to: minutesAfter(1).toISOString(),
  };
  expect(replayStep.parse({ replay })).toEqual({ replay });
  expect(replayStep.parse({ replay, cursor: 'a' })).toEqual({ replay, cursor: 'a' });
  expect(replayStep.safeParse({ replay: { ...replay, from: 'yesterday' } }).success).toBe(false);
  expect(RETENTION_DAYS).toBe(30);
});

it.each([
  ['enrollment.added', 30],
  ['erasure.completed', 1],
])('an event of the type %s is kept for %i days', (type, days) => {
  expect(keptMs({ type })).toBe(days * 86_400_000);
});
