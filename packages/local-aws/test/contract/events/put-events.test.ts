import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/clock.ts';
import { createEvents } from '../../../src/events/events.ts';
import { ACCOUNT_ID, REGION, serveEmulator } from '../../../src/testing/serve-emulator.ts';

let client: EventBridgeClient;
let close = async () => {};

beforeAll(async () => {
  if (process.env.REMOTE === '1') {
    client = new EventBridgeClient({});
    return;
  }
  const dataDir = await mkdtemp(join(tmpdir(), 'events-contract-'));
  const deliver = () => Promise.resolve();
  const events = await createEvents({
    dataDir,
    clock: systemClock,
    region: REGION,
    accountId: ACCOUNT_ID,
    deliver,
  });
  const served = await serveEmulator(events);
  client = new EventBridgeClient({ ...served.clientConfig, maxAttempts: 1 });
  close = async () => {
    await served.close();
    await rm(dataDir, { recursive: true });
  };
});
afterAll(async () => {
  client.destroy();
  await close();
});

const anEntry = (more: object = {}) => ({ Source: 'contract', DetailType: 'Tried', Detail: '{}', ...more });
const put = (...Entries: object[]) => client.send(new PutEventsCommand({ Entries }));

describe('PutEvents', () => {
  it('gives every event an id', async () => {
    const { FailedEntryCount, Entries } = await put(anEntry(), anEntry());
    expect(FailedEntryCount).toBe(0);
    expect(new Set(Entries?.map(({ EventId }) => EventId)).size).toBe(2);
  });

  it.each([
    ['without a source', { Source: undefined }, 'InvalidArgument'],
    ['without a type', { DetailType: undefined }, 'InvalidArgument'],
    ['without a detail', { Detail: undefined }, 'InvalidArgument'],
    ['whose detail is no JSON', { Detail: 'x' }, 'MalformedDetail'],
    ['in the name of AWS', { Source: 'aws.states' }, 'NotAuthorizedForSource'],
  ])('fails the entry %s and takes the others', async (_name, more, code) => {
    const { FailedEntryCount, Entries } = await put(anEntry(more), anEntry());
    expect(FailedEntryCount).toBe(1);
    expect(Entries?.[0]).toMatchObject({ ErrorCode: code });
    expect(Entries?.[1]?.EventId).toBeDefined();
  });

  it('refuses none and more than ten', async () => {
    await expect(put()).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(put(...Array.from({ length: 11 }, () => anEntry()))).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });
});
