import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { ListUsersCommand } from '@aws-sdk/client-rekognition';
import { ListBucketsCommand, ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { createLocalJWKSet, type JSONWebKeySet, type JWTPayload, jwtVerify } from 'jose';
import { localClient, type Place } from './local-client.ts';
import { rekognitionOf, storedFaces } from './rekognition-admin.ts';

/** Rows of every table that hold one of these texts, without audit entries and the report of the erasure. */
export async function rowsWith(place: Place, texts: readonly string[]): Promise<readonly string[]> {
  const dynamo = localClient(DynamoDBClient, place);
  const documents = DynamoDBDocumentClient.from(dynamo);
  const { TableNames = [] } = await dynamo.send(new ListTablesCommand({}));
  const found: string[] = [];
  for (const TableName of TableNames.filter((name) => !name.includes('Audit')))
    for await (const { Items = [] } of paginateScan({ client: documents }, { TableName }))
      for (const item of Items)
        if (texts.some((text) => JSON.stringify(item).includes(text)) && !isExempt(item))
          found.push(`${TableName} ${item.pk ?? item.user_id} ${item.sk}`);
  return found;
}

/** What stays by its rule: receipts of consents, and for a day the report. */
const isExempt = ({ sk, type }: Record<string, unknown>): boolean =>
  type === 'erasure.completed' || String(sk).startsWith('consent#');

/** Versions and delete markers of objects whose keys hold one of these texts. */
export async function objectsWith(place: Place, texts: readonly string[]): Promise<readonly string[]> {
  const s3 = localClient(S3Client, place);
  const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
  const pages = await Promise.all(
    Buckets.map(({ Name }) => s3.send(new ListObjectVersionsCommand({ Bucket: Name, Prefix: 'demo/' }))),
  );
  return pages
    .flatMap(({ Versions = [], DeleteMarkers = [] }) => [...Versions, ...DeleteMarkers])
    .map(({ Key = '' }) => Key)
    .filter((key) => texts.some((text) => key.includes(text)));
}

/** Collections with faces that have this user as well. */
export async function collectionsWithUser(place: Place, userId: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const id of new Set((await storedFaces(place)).map(({ collectionId }) => collectionId))) {
    const { Users } = await rekognitionOf(place).send(new ListUsersCommand({ CollectionId: id }));
    if (JSON.stringify(Users).includes(userId)) found.push(id);
  }
  return found;
}

/** Passes are seconds apart on a laptop. */
export const ERASED = { timeout: 90_000, interval: 500 };

/** Verifies the receipt of an erasure by the published keys. @param apiUrl with a trailing slash */
export async function verifiedReceipt(
  apiUrl: string,
  receipt: string | null,
): Promise<JWTPayload & { readonly removed?: Readonly<Record<string, number>> }> {
  const keys = await fetch(new URL('.well-known/jwks.json', apiUrl));
  const { payload } = await jwtVerify(
    receipt ?? '',
    createLocalJWKSet((await keys.json()) as JSONWebKeySet),
    { issuer: 'face-idv-local', audience: 'demo', typ: 'erasure-receipt+jwt' },
  );
  return payload;
}
