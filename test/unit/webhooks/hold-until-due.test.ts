import { describe, expect, it } from 'vitest';
import { holdUntilDue, NotDue } from '../../../lambda/webhooks/hold-until-due.ts';
import { aWebhookEvent } from '../../support/lambda/a-webhook-desk.ts';

/** Receives a message that waits that long. */
async function received(hold_seconds: number, count: number) {
  const held: [string, number][] = [];
  const hold = async (receiptHandle: string, seconds: number) => {
    held.push([receiptHandle, seconds]);
  };
  const event = aWebhookEvent();
  const message = {
    tenant: 'acme',
    endpoint_id: 'we_1',
    delivery_id: 'wd_1',
    event,
    attempt: 5,
    hold_seconds,
  };
  const error = await holdUntilDue(message, { receiptHandle: 'h', count }, { hold }).catch((one) => one);
  return { held, error };
}

describe('a message of a further attempt', () => {
  it('that waits for hours is hidden when it is first received', async () => {
    const { held, error } = await received(6300, 1);
    expect(held).toEqual([['h', 6300]]);
    expect(error).toBeInstanceOf(NotDue);
  });

  it('is due when it is received again', async () => {
    expect(await received(6300, 2)).toEqual({ held: [], error: undefined });
  });

  it('that SQS has delayed is due at once', async () => {
    expect(await received(0, 1)).toEqual({ held: [], error: undefined });
  });
});
