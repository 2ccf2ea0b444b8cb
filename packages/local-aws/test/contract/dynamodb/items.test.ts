import {
  type AttributeValue,
  BatchWriteItemCommand,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aDynamoDb, type DynamoDbUnderTest } from './a-table.ts';

type Item = Record<string, AttributeValue>;

describe('items in DynamoDB', () => {
  let dynamoDb: DynamoDbUnderTest;
  let partitions = 0;

  beforeAll(async () => {
    dynamoDb = await aDynamoDb();
  });
  afterAll(() => dynamoDb.close());

  /** A key in a partition that no other test uses. */
  const aKey = (sk = 'a') => ({ pk: { S: `partition-${++partitions}` }, sk: { S: sk } });
  const put = (Item: Item, more: object = {}) =>
    dynamoDb.client.send(new PutItemCommand({ TableName: dynamoDb.table, Item, ...more }));
  const get = async (Key: Item) =>
    (await dynamoDb.client.send(new GetItemCommand({ TableName: dynamoDb.table, Key, ConsistentRead: true })))
      .Item;
  const update = (Key: Item, more: object) =>
    dynamoDb.client.send(new UpdateItemCommand({ TableName: dynamoDb.table, Key, ...more }));
  /** Polls: a global index follows its table a moment later in AWS. */
  const query = async (input: object, expected: number) => {
    const deadline = Date.now() + 10_000;
    for (;;) {
      const page = await dynamoDb.client.send(new QueryCommand({ TableName: dynamoDb.table, ...input }));
      if (page.Count === expected || Date.now() > deadline) return page;
    }
  };

  it('gives back what was put, of every type', async () => {
    const item: Item = {
      ...aKey(),
      empty: { S: '' },
      number: { N: '-12.5' },
      binary: { B: new Uint8Array([0, 255, 1]) },
      no: { BOOL: false },
      nothing: { NULL: true },
      set: { SS: ['x', 'y'] },
      list: { L: [{ S: 'a' }, { M: { deep: { N: '1' } } }] },
    };
    await put(item);
    expect(await get({ pk: item.pk as AttributeValue, sk: item.sk as AttributeValue })).toEqual(item);
  });

  it('answers no item for a key that is not there', async () => {
    expect(await get(aKey())).toBeUndefined();
  });

  it('refuses a put whose condition fails, with the item that was there', async () => {
    const item = { ...aKey(), state: { S: 'first' } };
    await put(item);
    await expect(
      put(
        { ...item, state: { S: 'second' } },
        { ConditionExpression: 'attribute_not_exists(pk)', ReturnValuesOnConditionCheckFailure: 'ALL_OLD' },
      ),
    ).rejects.toMatchObject({ name: 'ConditionalCheckFailedException', Item: item });
  });

  it('lets exactly one of many conditional puts of one item win', async () => {
    const key = aKey();
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, (_, writer) =>
        put({ ...key, writer: { N: String(writer) } }, { ConditionExpression: 'attribute_not_exists(pk)' }),
      ),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('counts every one of many concurrent increments', async () => {
    const key = aKey();
    await Promise.all(
      Array.from({ length: 20 }, () =>
        update(key, { UpdateExpression: 'ADD hits :one', ExpressionAttributeValues: { ':one': { N: '1' } } }),
      ),
    );
    expect((await get(key))?.hits).toEqual({ N: '20' });
  });

  it('updates by expression: set, remove, add, delete and if_not_exists in one request', async () => {
    const key = aKey();
    await put({ ...key, a: { N: '1' }, gone: { S: 'x' }, tags: { SS: ['one', 'two'] } });
    const { Attributes } = await update(key, {
      UpdateExpression: 'SET a = a + :n, b = if_not_exists(b, :n) REMOVE gone ADD c :n DELETE tags :two',
      ExpressionAttributeValues: { ':n': { N: '5' }, ':two': { SS: ['two'] } },
      ReturnValues: 'ALL_NEW',
    });
    expect(Attributes).toEqual({
      ...key,
      a: { N: '6' },
      b: { N: '5' },
      c: { N: '5' },
      tags: { SS: ['one'] },
    });
  });

  it.each([
    ['REMOVE elements[0], elements[1]', { elements: ['c', 'd'] }],
    ['REMOVE elements[0] SET elements[1] = :x', { elements: ['x', 'c', 'd'] }],
    ['SET elements[7] = :x', { elements: ['a', 'b', 'c', 'd', 'x'] }],
    [
      'SET copied = elements, elements[0] = :x',
      { elements: ['x', 'b', 'c', 'd'], copied: ['a', 'b', 'c', 'd'] },
    ],
    [
      'SET copied = if_not_exists(elements, :x), elements[0] = :x',
      { elements: ['x', 'b', 'c', 'd'], copied: ['a', 'b', 'c', 'd'] },
    ],
    [
      'SET copied = list_append(elements, elements), elements[0] = :x',
      { elements: ['x', 'b', 'c', 'd'], copied: ['a', 'b', 'c', 'd', 'a', 'b', 'c', 'd'] },
    ],
  ])('means the item as it was before by every path of %s', async (UpdateExpression, lists) => {
    const key = aKey();
    const aList = (texts: string[]) => ({ L: texts.map((S) => ({ S })) });
    await put({ ...key, elements: aList(['a', 'b', 'c', 'd']) });
    const values = UpdateExpression.includes(':x') ? { ':x': { S: 'x' } } : undefined;
    await update(key, { UpdateExpression, ExpressionAttributeValues: values });
    const expected = Object.entries(lists).map(([name, texts]) => [name, aList(texts)]);
    expect(await get(key)).toEqual({ ...key, ...Object.fromEntries(expected) });
  });

  it('removes what lies inside of lists and elements of the same lists together', async () => {
    const key = aKey();
    const inner = { L: [{ S: 'x' }, { S: 'y' }] };
    await put({
      ...key,
      elements: { L: [{ S: 'a' }, inner, { M: { gone: { S: '1' }, kept: { S: '2' } } }] },
    });
    await update(key, { UpdateExpression: 'REMOVE elements[0], elements[1][0], elements[2].gone' });
    const elements = { L: [{ L: [{ S: 'y' }] }, { M: { kept: { S: '2' } } }] };
    expect(await get(key)).toEqual({ ...key, elements });
  });

  it('leaves out Attributes when an update had no old values to return', async () => {
    const output = await update(aKey(), {
      UpdateExpression: 'SET a = :v',
      ExpressionAttributeValues: { ':v': { S: '' } },
      ReturnValues: 'UPDATED_OLD',
    });
    expect(output.Attributes).toBeUndefined();
  });

  it.each([
    ['attribute_type(blank, :S)', true],
    ['attribute_type(flag, :BOOL)', true],
    ['size(blank) = :zero', true],
    ['flag IN (:false)', true],
    ['flag <> :false', false],
    ['deep = :deep', true],
    ['elements = :elements', true],
    ['contains(elements, :deep)', true],
    ['absent <> :false', true],
    ['numeral BETWEEN :zero AND :hundred', true],
    ['begins_with(blank, :blank)', true],
    ['NOT contains(letters, :S)', true],
    ['lettering = :lettering', true],
  ])('evaluates the condition %s to %s', async (ConditionExpression, holds) => {
    const key = aKey();
    await put({
      ...key,
      blank: { S: '' },
      flag: { BOOL: false },
      numeral: { N: '7' },
      letters: { S: 'abc' },
      lettering: { SS: ['a', 'b'] },
      deep: { M: { x: { L: [{ N: '1' }] } } },
      elements: { L: [{ M: { x: { L: [{ N: '1' }] } } }] },
    });
    const values: Item = {
      ':S': { S: 'S' },
      ':BOOL': { S: 'BOOL' },
      ':zero': { N: '0' },
      ':hundred': { N: '100' },
      ':false': { BOOL: false },
      ':deep': { M: { x: { L: [{ N: '1.0' }] } } },
      ':elements': { L: [{ M: { x: { L: [{ N: '1' }] } } }] },
      ':blank': { S: '' },
      ':lettering': { SS: ['b', 'a'] },
    };
    const used = Object.entries(values).filter(([name]) => ConditionExpression.match(`${name}\\b`));
    const attempt = dynamoDb.client.send(
      new DeleteItemCommand({
        TableName: dynamoDb.table,
        Key: key,
        ConditionExpression,
        ...(used.length > 0 ? { ExpressionAttributeValues: Object.fromEntries(used) } : {}),
      }),
    );
    if (holds) await attempt;
    else await expect(attempt).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
  });

  it('refuses to order values that have no order', async () => {
    await expect(
      put(aKey(), {
        ConditionExpression: 'flag < :flag',
        ExpressionAttributeValues: { ':flag': { BOOL: true } },
      }),
    ).rejects.toMatchObject({
      name: 'ValidationException',
      message:
        'Invalid ConditionExpression: Incorrect operand type for operator or function; operator or function: <, operand type: BOOL',
    });
  });

  it('pages a query in the order of the sort key, both ways', async () => {
    const { pk } = aKey();
    for (const sk of ['c', 'a', 'b']) await put({ pk, sk: { S: sk } });
    const input = { KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': pk } };
    const first = await query({ ...input, Limit: 2 }, 2);
    const second = await query({ ...input, Limit: 2, ExclusiveStartKey: first.LastEvaluatedKey }, 1);
    const sks = (page: { Items?: Item[] | undefined }) => page.Items?.map(({ sk }) => sk?.S);
    expect([sks(first), sks(second)]).toEqual([['a', 'b'], ['c']]);
    expect(sks(await query({ ...input, ScanIndexForward: false }, 3))).toEqual(['c', 'b', 'a']);
  });

  it('filters behind the key condition and counts what it has looked at', async () => {
    const { pk } = aKey();
    for (const sk of ['a', 'b', 'c']) await put({ pk, sk: { S: sk }, note: { S: sk === 'b' ? '' : sk } });
    const page = await query(
      {
        KeyConditionExpression: 'pk = :pk',
        FilterExpression: 'size(note) = :zero',
        ProjectionExpression: 'sk',
        ExpressionAttributeValues: { ':pk': pk, ':zero': { N: '0' } },
      },
      1,
    );
    expect(page).toMatchObject({ Count: 1, ScannedCount: 3, Items: [{ sk: { S: 'b' } }] });
    expect(page.Items?.[0]).not.toHaveProperty('note');
  });

  it('answers only the count when that is all that was asked for', async () => {
    const { pk } = aKey();
    await put({ pk, sk: { S: 'a' }, kept: { BOOL: true } });
    await put({ pk, sk: { S: 'b' } });
    const page = await query(
      {
        KeyConditionExpression: 'pk = :pk',
        FilterExpression: 'attribute_exists(kept)',
        ExpressionAttributeValues: { ':pk': pk },
        Select: 'COUNT',
      },
      1,
    );
    expect(page.Count).toBe(1);
    expect(page.Items).toBeUndefined();
  });

  it('moves an item in its index when the indexed attribute changes, and drops it when it is removed', async () => {
    const key = aKey();
    const [one, two] = [`one-${key.pk.S}`, `two-${key.pk.S}`];
    const owned = (owner: string, expected: number) =>
      query(
        {
          IndexName: 'by-owner',
          KeyConditionExpression: '#owner = :owner',
          ExpressionAttributeNames: { '#owner': 'owner' },
          ExpressionAttributeValues: { ':owner': { S: owner } },
        },
        expected,
      );
    await put({ ...key, owner: { S: one } });
    expect((await owned(one, 1)).Count).toBe(1);
    await put({ ...key, owner: { S: two } });
    expect([(await owned(one, 0)).Count, (await owned(two, 1)).Count]).toEqual([0, 1]);
    await update(key, { UpdateExpression: 'REMOVE #owner', ExpressionAttributeNames: { '#owner': 'owner' } });
    expect((await owned(two, 0)).Count).toBe(0);
  });

  it('projects only the keys into an index that asks for no more', async () => {
    const key = aKey();
    await put({ ...key, state: { S: `state-${key.pk.S}` }, secret: { S: 'x' } });
    const page = await query(
      {
        IndexName: 'by-state',
        KeyConditionExpression: '#state = :state',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: { ':state': { S: `state-${key.pk.S}` } },
      },
      1,
    );
    expect(page.Items).toEqual([{ ...key, state: { S: `state-${key.pk.S}` } }]);
  });

  it('writes batches', async () => {
    const { pk } = aKey();
    const keys = ['a', 'b', 'c'].map((sk) => ({ pk, sk: { S: sk } }));
    await dynamoDb.client.send(
      new BatchWriteItemCommand({
        RequestItems: { [dynamoDb.table]: keys.map((Item) => ({ PutRequest: { Item } })) },
      }),
    );
    for (const key of keys) expect(await get(key)).toEqual(key);
  });

  it('scans everything once when the scan is split into segments', async () => {
    const { pk } = aKey();
    for (const sk of ['a', 'b', 'c', 'd']) await put({ pk, sk: { S: sk }, scanned: { S: pk.S } });
    const segments = await Promise.all(
      [0, 1, 2].map((Segment) =>
        dynamoDb.client.send(
          new ScanCommand({
            TableName: dynamoDb.table,
            Segment,
            TotalSegments: 3,
            ConsistentRead: true,
            FilterExpression: 'scanned = :pk',
            ExpressionAttributeValues: { ':pk': pk },
          }),
        ),
      ),
    );
    expect(segments.flatMap(({ Items }) => Items?.map(({ sk }) => sk?.S)).sort()).toEqual([
      'a',
      'b',
      'c',
      'd',
    ]);
  });

  it.each([
    ['a reserved word', 'SET state = :v', /reserved keyword; reserved keyword: state/],
    ['an unknown value', 'SET a = :w', /not defined; attribute value: :w/],
    ['a key attribute', 'SET sk = :v', /Cannot update attribute sk. This attribute is part of the key/],
  ])('refuses an update with %s', async (_, UpdateExpression, message) => {
    await expect(
      update(aKey(), { UpdateExpression, ExpressionAttributeValues: { ':v': { S: 'x' } } }),
    ).rejects.toMatchObject({ name: 'ValidationException', message: expect.stringMatching(message) });
  });

  it('refuses an item without its sort key', async () => {
    await expect(put({ pk: { S: 'x' } })).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'One or more parameter values were invalid: Missing the key sk in the item',
    });
  });

  it('refuses a key that is not the table key', async () => {
    await expect(get({ pk: { S: 'x' } })).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'The provided key element does not match the schema',
    });
  });

  it('refuses a table that does not exist', async () => {
    await expect(
      dynamoDb.client.send(new GetItemCommand({ TableName: 'no-such-table', Key: aKey() })),
    ).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Requested resource not found',
    });
  });

  it.each([
    ['ASCII', 'x', 410_000],
    ['characters of two bytes', 'ä', 205_000],
  ])('refuses an item above 400 KB, written in %s', async (_, character, count) => {
    const fat = { S: character.repeat(count) };
    await expect(put({ ...aKey(), fat })).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringMatching(/Item size has exceeded the maximum allowed size/),
    });
    const key = aKey();
    await expect(
      update(key, { UpdateExpression: 'SET fat = :fat', ExpressionAttributeValues: { ':fat': fat } }),
    ).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringMatching(/Item size to update has exceeded the maximum allowed size/),
    });
    expect(await get(key)).toBeUndefined();
  });
});
