import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventBridgeClient, PutEventsCommand, TestEventPatternCommand } from '@aws-sdk/client-eventbridge';
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

describe('TestEventPattern', () => {
  const event = {
    id: '1',
    account: '000000000000',
    source: 'contract',
    time: '2026-03-01T12:00:00Z',
    region: 'us-east-1',
    resources: ['arn:a'],
    'detail-type': 'Tried',
    detail: { n: 5, name: 'Ada', list: ['x', 'y'], nested: { flag: true } },
  };
  const test = (pattern: object) =>
    client.send(
      new TestEventPatternCommand({ EventPattern: JSON.stringify(pattern), Event: JSON.stringify(event) }),
    );

  it.each([
    [{ source: ['contract'] }, true],
    [{ detail: { n: [{ numeric: ['>', 0, '<=', 5] }] } }, true],
    [{ detail: { n: [{ numeric: ['<', 5] }] } }, false],
    [{ detail: { name: [{ prefix: 'A' }] } }, true],
    [{ detail: { name: [{ suffix: 'da' }] } }, true],
    [{ detail: { name: [{ 'equals-ignore-case': 'ADA' }] } }, true],
    [{ detail: { name: [{ wildcard: 'A*a' }] } }, true],
    [{ detail: { name: [{ 'anything-but': ['Bob'] }] } }, true],
    [{ detail: { name: [{ 'anything-but': { prefix: 'A' } }] } }, false],
    [{ detail: { list: ['y'] } }, true],
    [{ detail: { nested: { flag: [true] } } }, true],
    [{ detail: { absent: [{ exists: false }] } }, true],
    [{ detail: { nested: { absent: [{ exists: true }] } } }, false],
    [{ $or: [{ source: ['other'] }, { detail: { n: [5] } }] }, true],
  ])('tells of %j that it matches: %s', async (pattern, result) => {
    expect((await test(pattern)).Result).toBe(result);
  });

  it('refuses a pattern whose values are no lists', async () => {
    await expect(test({ source: 'contract' })).rejects.toMatchObject({
      name: 'InvalidEventPatternException',
    });
  });
});
