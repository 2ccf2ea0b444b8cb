import { expect, it } from 'vitest';
import { PUBLISHED_CONTROL_RECORDS } from '../../../lambda/events/contract.ts';
import { outboxPut, sharedOutboxPut } from '../../../lambda/platform/dynamo-outbox.ts';

const event = {
  type: 'policy.activated',
  id: 'evt_1',
  tenant: 'acme',
  subject: 'registration',
  occurred_at: '2026-03-02T12:00:00.000Z',
  details: { version: 2 },
} as const;
const put = outboxPut('control', event).Put;

it('gives an event a row of its own, under its tenant, for 90 days', () => {
  expect(put).toMatchObject({
    TableName: 'control',
    Item: { pk: 'acme#event#evt_1', type: 'policy.activated', details: { version: 2 } },
    ConditionExpression: 'attribute_not_exists(pk)',
  });
  expect(put.Item.expires_at_epoch_seconds).toBe(Date.parse('2026-05-31T12:00:00Z') / 1000);
});

it('has the sort key that the filter of the stream lets through', () => {
  expect(put.Item.sk).toBe(PUBLISHED_CONTROL_RECORDS.sortKey);
});

it('may be written over by another part of the same change, which is not published', () => {
  expect(sharedOutboxPut('control', event)).toEqual({
    Put: { TableName: 'control', Item: put.Item },
  });
});
