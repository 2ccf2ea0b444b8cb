import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRunOnce, type RunOnce } from '../../../lambda/platform/idempotency.ts';
import { aContext } from '../../support/lambda/api-event.ts';
import { type DynamoTables, someDynamoTables } from '../../support/lambda/dynamo-tables.ts';
import { unique } from '../../support/lambda/unique.ts';

let tables: DynamoTables;
let runOnce: RunOnce;
beforeAll(async () => {
  tables = await someDynamoTables();
  runOnce = createRunOnce(tables.client, tables.control);
});
afterAll(() => tables.close());

const aRequest = (changes = {}) => ({
  tenant: 'acme',
  subject: 'user-1',
  key: unique('key'),
  content: { route: 'r', body: { a: 1, b: [2] } },
  ...changes,
});

/** Work that counts how often it is done. */
function someWork() {
  const work = { done: 0, run: async () => ({ id: `result-${++work.done}` }) };
  return work;
}

describe('a request with an Idempotency-Key', () => {
  it('is worked on once, and answered the same again', async () => {
    const request = aRequest();
    const work = someWork();
    expect(await runOnce(request, aContext(), work.run)).toEqual({
      result: { id: 'result-1' },
      replayed: false,
    });
    const again = { ...request, content: { body: { b: [2], a: 1 }, route: 'r' } };
    expect(await runOnce(again, aContext(), work.run)).toEqual({
      result: { id: 'result-1' },
      replayed: true,
    });
    expect(work.done).toBe(1);
  });

  it("is another one's for another caller, another tenant and another key", async () => {
    const request = aRequest();
    const work = someWork();
    for (const other of [
      request,
      { ...request, subject: 'user-2' },
      { ...request, tenant: 'other' },
      aRequest(),
    ])
      expect((await runOnce(other, aContext(), work.run)).replayed).toBe(false);
    expect(work.done).toBe(4);
  });

  it('is refused when the key comes with another request', async () => {
    const request = aRequest();
    const work = someWork();
    await runOnce(request, aContext(), work.run);
    const reuse = runOnce({ ...request, content: { route: 'r', body: { a: 2 } } }, aContext(), work.run);
    await expect(reuse).rejects.toMatchObject({ code: 'idempotency_key_reused' });
  });

  it('is refused while the first is being worked on', async () => {
    const request = aRequest();
    const outer = await runOnce(request, aContext(), async () => {
      const inner = runOnce(request, aContext(), someWork().run);
      await expect(inner).rejects.toMatchObject({
        code: 'idempotency_in_flight',
        extensions: { retry_after_seconds: 1 },
      });
      return 'done';
    });
    expect(outer.result).toBe('done');
  });

  it('may be tried again when it failed', async () => {
    const request = aRequest();
    const fault = new Error('no');
    await expect(runOnce(request, aContext(), () => Promise.reject(fault))).rejects.toBe(fault);
    const work = someWork();
    expect(await runOnce(request, aContext(), work.run)).toMatchObject({ replayed: false });
  });

  it('leaves a record in the partition of its tenant, which expires by itself', async () => {
    const request = aRequest({ tenant: unique('tenant') });
    await runOnce(request, aContext(), someWork().run);
    const { Items = [] } = await tables.documents.send(new ScanCommand({ TableName: tables.control }));
    const [record] = Items.filter(({ pk }) => String(pk).startsWith(`${request.tenant}#idempotency#`));
    expect(record?.expires_at_epoch_seconds).toBeGreaterThan(Date.now() / 1000 + 86_000);
  });
});

describe('the record of an answer', () => {
  const ownersOf = async (changes: object, answer: unknown) => {
    const tenant = unique('tenant');
    await runOnce(aRequest({ tenant, ...changes }), aContext(), async () => answer);
    const { Items = [] } = await tables.documents.send(
      new ScanCommand({
        TableName: tables.control,
        FilterExpression: 'begins_with(pk, :tenant)',
        ExpressionAttributeValues: { ':tenant': `${tenant}#` },
      }),
    );
    return Items.map(({ by_user_pk }) => by_user_pk && String(by_user_pk).slice(tenant.length + 1));
  };

  it.each([
    ['the path of the request', { path: { user_id: 'ann' }, body: {} }, {}],
    ['its body', { path: {}, body: { user_id: 'ann' } }, {}],
    ['the answer', { path: { id: 'vs_1' }, body: {} }, { id: 'vs_1', user_id: 'ann' }],
  ])('is found by the user whom %s names', async (_where, content, answer) => {
    expect(await ownersOf({ content }, answer)).toEqual(['ann']);
  });

  it('is found by the session where nothing names the user', async () => {
    expect(await ownersOf({ content: { path: { id: 'vs_1' } } }, { document_id: 'doc_1' })).toEqual(['vs_1']);
  });

  it('is in no index where it is about neither', async () => {
    expect(await ownersOf({ content: { path: {}, body: null } }, ['list'])).toEqual([undefined]);
  });
});
