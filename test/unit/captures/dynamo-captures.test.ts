import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDynamoCaptures } from '../../../lambda/captures/adapters/dynamo-captures.ts';
import { minutesAfter, NOON } from '../../support/lambda/builders.ts';
import { type DynamoTables, someDynamoTables } from '../../support/lambda/dynamo-tables.ts';
import { unique } from '../../support/lambda/unique.ts';

const HASH = 'ab'.repeat(32);
const BAND = { index: 3, value: 'beef' };
const owner = (session_id: string, retained_until = minutesAfter(60).toISOString()) => ({
  session_id,
  user_id: `user of ${session_id}`,
  retained_until,
});
const capture = (session_id: string, retained_until?: string) => ({
  ...owner(session_id, retained_until),
  perceptual_hash: HASH,
});

describe('hashes of captures in DynamoDB', () => {
  let tables: DynamoTables;
  let tenant: string;
  const captures = () => createDynamoCaptures(tables.documents, tables.control);
  const keep = (session_id: string, now = NOON, retained_until?: string) =>
    captures().keepEqual(tenant, HASH, owner(session_id, retained_until), now);
  beforeAll(async () => {
    tables = await someDynamoTables();
  });
  beforeEach(() => {
    tenant = unique('tenant');
  });
  afterAll(() => tables.close());

  it('belong to the session that had them first, which may repeat it', async () => {
    expect(await keep('vs_1')).toBeUndefined();
    expect(await keep('vs_2')).toEqual(owner('vs_1'));
    expect(await keep('vs_1')).toBeUndefined();
    expect(await captures().keepEqual('another', HASH, owner('vs_2'), NOON)).toBeUndefined();
  });

  it('go to exactly one of many sessions that come together, and the others learn which', async () => {
    const ids = Array.from({ length: 12 }, (_, index) => `vs_${index}`);
    const firsts = await Promise.all(ids.map((id) => keep(id)));
    const winners = ids.filter((_, index) => firsts[index] === undefined);
    expect(winners).toHaveLength(1);
    expect(new Set(firsts.flatMap((first) => first?.session_id ?? []))).toEqual(new Set(winners));
  });

  it('are free again once their session is deleted, although DynamoDB deletes rows later', async () => {
    await keep('vs_1', NOON, minutesAfter(1).toISOString());
    expect(await keep('vs_2', NOON)).toBeDefined();
    expect(await keep('vs_2', minutesAfter(1))).toBeUndefined();
    const { Items = [] } = { Items: JSON.parse(await tables.textOf(tables.control)) as object[] };
    expect(Items).toContainEqual(
      expect.objectContaining({
        pk: `${tenant}#capture#${HASH}`,
        session_id: 'vs_2',
        expires_at_epoch_seconds: minutesAfter(60).getTime() / 1000,
      }),
    );
  });

  it('fail with what DynamoDB says, and not as a replay', async () => {
    const missing = createDynamoCaptures(tables.documents, 'missing');
    await expect(missing.keepEqual(tenant, HASH, owner('vs_1'), NOON)).rejects.toThrow();
  });

  it('with one band are listed by it, the newest first, each session once and until it is deleted', async () => {
    await captures().keepBand(tenant, BAND, capture('vs_1', minutesAfter(1).toISOString()));
    for (const id of ['vs_2', 'vs_3', 'vs_2']) await captures().keepBand(tenant, BAND, capture(id));
    await captures().keepBand(tenant, { ...BAND, index: 4 }, capture('vs_4'));
    await captures().keepBand('another', BAND, capture('vs_5'));
    expect(await captures().listOfBand(tenant, BAND, minutesAfter(1))).toEqual([
      capture('vs_3'),
      capture('vs_2'),
    ]);
    expect(await captures().listOfBand(tenant, BAND, NOON)).toHaveLength(3);
  });

  it('are listed up to a number, however many share a band', async () => {
    for (let index = 100; index < 160; index += 1)
      await captures().keepBand(tenant, BAND, capture(`vs_${index}`));
    const listed = await captures().listOfBand(tenant, BAND, NOON);
    expect(listed).toHaveLength(50);
    expect(listed[0]?.session_id).toBe('vs_159');
  });
});
