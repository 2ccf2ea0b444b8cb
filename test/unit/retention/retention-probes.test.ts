import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, expect, it } from 'vitest';
import { createRetentionProbes } from '../../../lambda/retention/adapters/retention-probes.ts';
import { NOON, TENANT } from '../../support/lambda/builders.ts';
import { mockedClient } from '../../support/lambda/mocked-client.ts';

const DAY_MS = 86_400_000;
const dynamo = mockedClient(DynamoDBDocumentClient);
const s3 = mockedClient(S3Client);
beforeEach(() => {
  dynamo.reset();
  s3.reset();
});

const daysAgo = (days: number) => new Date(NOON.getTime() - days * DAY_MS);
const expired = (days: number) => ({ expires_at_epoch_seconds: daysAgo(days).getTime() / 1000 });
const probes = () =>
  createRetentionProbes(
    DynamoDBDocumentClient.from(new DynamoDBClient({})),
    new S3Client({}),
    { sessions: 'sessions', control: 'control', audit: 'audit', evidence: 'evidence' },
    { shownImageDays: 60 },
  );

it.each([
  ['audit_entries', { TableName: 'audit', ExpressionAttributeValues: { ':partition': 'acme#audit' } }],
  [
    'review_cases',
    { IndexName: 'by-case-state', ExpressionAttributeValues: { ':partition': 'acme#review-cases#decided' } },
  ],
] as const)(
  '%s are late a week after their time, and those that never expire are not',
  async (name, asked) => {
    dynamo.on(QueryCommand).resolves({ Items: [expired(7.1), expired(6.9), expired(-3), {}] });
    expect(await probes().countPast(TENANT, name, NOON)).toBe(1);
    expect(dynamo.commandCalls(QueryCommand)[0]?.args[0].input).toMatchObject(asked);
  },
);

it('sessions of every status are looked at, the oldest first', async () => {
  dynamo.on(QueryCommand).resolves({ Items: [] });
  dynamo
    .on(QueryCommand, { ExpressionAttributeValues: { ':partition': 'acme#declined' } })
    .resolves({ Items: [expired(30), expired(20)] });
  expect(await probes().countPast(TENANT, 'session_records', NOON)).toBe(2);
  const asked = dynamo.commandCalls(QueryCommand).map(({ args }) => args[0].input);
  expect(asked.length).toBeGreaterThan(6);
  expect(asked.every(({ ScanIndexForward }) => ScanIndexForward === undefined)).toBe(true);
});

it('images are late three days after they should be hidden', async () => {
  s3.on(ListObjectsV2Command).resolves({
    Contents: [
      { LastModified: daysAgo(63.1) },
      { LastModified: daysAgo(62.9) },
      { LastModified: daysAgo(1) },
    ],
  });
  expect(await probes().countPast(TENANT, 'session_images', NOON)).toBe(1);
  expect(s3.commandCalls(ListObjectsV2Command)[0]?.args[0].input.Prefix).toBe('acme/vs_');
});
