import { Readable } from 'node:stream';
import { PutItemCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { createDynamoClient } from '../../../lambda/platform/dynamo-client.ts';
import { sourceFilesOf } from '../../support/source-files.ts';

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}
const WRITTEN: Answer = { status: 200, body: {} };
const error = (name: string, status: number, members = {}): Answer => ({
  status,
  body: { __type: `com.amazonaws.dynamodb.v20120810#${name}`, message: name, ...members },
});
const CONFLICT = error('TransactionCanceledException', 400, {
  CancellationReasons: [{ Code: 'None' }, { Code: 'TransactionConflict' }],
});
const CONDITION = error('TransactionCanceledException', 400, {
  CancellationReasons: [{ Code: 'TransactionConflict' }, { Code: 'ConditionalCheckFailed' }],
});
const REFUSED_WRITE = error('TransactionConflictException', 400);
const FAULT = error('InternalServerError', 500);

/** A client of a DynamoDB that gives these answers, the last one for good, and keeps what it was sent. */
function aClientAnswered(...answers: readonly Answer[]) {
  const bodies: Record<string, unknown>[] = [];
  const waits: number[] = [];
  const client = createDynamoClient(
    {
      region: 'eu-west-1',
      credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
      requestHandler: {
        handle: async ({ body }: { readonly body?: unknown }) => {
          const { status, body: answer } = answers[Math.min(bodies.length, answers.length - 1)] ?? WRITTEN;
          bodies.push(JSON.parse(String(body)));
          return {
            response: { statusCode: status, headers: {}, body: Readable.from([JSON.stringify(answer)]) },
          };
        },
      },
    },
    {
      random: () => 0.5,
      wait: async (milliseconds) => {
        waits.push(milliseconds);
      },
    },
  );
  return { client, documents: DynamoDBDocumentClient.from(client), bodies, waits };
}
type Client = ReturnType<typeof aClientAnswered>;

const ITEM = { TableName: 'control', Item: { pk: { S: 'a' } } };
const transaction = () => new TransactWriteItemsCommand({ TransactItems: [{ Put: ITEM }] });

describe('a client of DynamoDB', () => {
  it.each([
    ['a transaction', CONFLICT, ({ client }: Client) => client.send(transaction())],
    ['a single write', REFUSED_WRITE, ({ client }: Client) => client.send(new PutItemCommand(ITEM))],
    [
      'a transaction of documents',
      CONFLICT,
      ({ documents }: Client) =>
        documents.send(
          new TransactWriteCommand({ TransactItems: [{ Put: { TableName: 'control', Item: { pk: 'a' } } }] }),
        ),
    ],
    [
      'a single write of a document',
      REFUSED_WRITE,
      ({ documents }: Client) => documents.send(new PutCommand({ TableName: 'control', Item: { pk: 'a' } })),
    ],
  ])('tries %s again while it meets another transaction', async (_what, conflict, send) => {
    const sent = aClientAnswered(conflict, conflict, WRITTEN);
    await send(sent);
    expect(sent.bodies).toHaveLength(3);
    expect(sent.waits).toEqual([5, 10]);
  });

  it('sends one transaction under one token, however often', async () => {
    const sent = aClientAnswered(CONFLICT, FAULT, CONFLICT, WRITTEN);
    await sent.client.send(transaction());
    const tokens = sent.bodies.map(({ ClientRequestToken }) => ClientRequestToken);
    expect(tokens).toHaveLength(4);
    expect(tokens[0]).toMatch(/^[0-9a-f-]{36}$/);
    expect(new Set(tokens).size).toBe(1);
    await sent.client.send(transaction());
    expect(sent.bodies.at(-1)?.ClientRequestToken).not.toBe(tokens[0]);
  });

  it('gives each of its tries the attempts of the SDK', async () => {
    const sent = aClientAnswered(FAULT, FAULT, CONFLICT, FAULT, FAULT, WRITTEN);
    await sent.client.send(transaction());
    expect(sent.bodies).toHaveLength(6);
    expect(sent.waits).toHaveLength(1);
  });

  it('sends nothing again that a condition has refused', async () => {
    const sent = aClientAnswered(CONDITION);
    await expect(sent.client.send(transaction())).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      CancellationReasons: [{ Code: 'TransactionConflict' }, { Code: 'ConditionalCheckFailed' }],
    });
    expect(sent.bodies).toHaveLength(1);
  });

  it('gives up after ten tries', async () => {
    const sent = aClientAnswered(CONFLICT);
    await expect(sent.client.send(transaction())).rejects.toMatchObject({
      name: 'TransactionCanceledException',
    });
    expect(sent.bodies).toHaveLength(10);
  });
});

it('is made in no other way in the code of the functions, so that none goes without', () => {
  const makers = sourceFilesOf('lambda')
    .filter(({ text }) => /new (DynamoDB|DynamoDBClient|DynamoDBDocument)\b\(/.test(text))
    .map(({ path }) => path);
  expect(makers).toEqual(['lambda/platform/dynamo-client.ts']);
  const documentMakers = sourceFilesOf('lambda')
    .filter(({ text }) => /DynamoDBDocument(Client)?\.from\(/.test(text))
    .map(({ path }) => path);
  expect(documentMakers).toEqual(['lambda/platform/clients/dynamo.ts']);
});
