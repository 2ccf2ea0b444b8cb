import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { ListUsersCommand } from '@aws-sdk/client-rekognition';
import { DynamoDBDocumentClient, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { portraitOf, selfieOf } from '@face-idv/local-rekognition/testing/photos';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { GENERATION_ROWS } from '../../lambda/collections/domain/generation-row.ts';
import { generationsKey } from '../../lambda/platform/dynamo-keys.ts';
import type { Report } from '../../local/demo/verify-person.ts';
import { type FlowStack, withFlowStack } from '../support/flow-stack.ts';
import { identityCardOf } from '../support/identity-card-of.ts';
import { localClient } from '../support/local-client.ts';
import {
  aUserId,
  authenticate,
  enrolledFaces,
  register,
  registerPersonNamed,
} from '../support/registrations.ts';
import {
  injectFaults,
  rekognitionCalls,
  rekognitionOf,
  resetRekognitionCalls,
  storedFaces,
} from '../support/rekognition-admin.ts';

const TENANT = 'demo';
const WITHIN = { timeout: 30_000, interval: 250 };

/** The control table, seen from outside the product. */
async function controlTable({ stack }: FlowStack) {
  const client = localClient(DynamoDBClient, stack);
  const { TableNames = [] } = await client.send(new ListTablesCommand({}));
  const TableName = TableNames.find((name) => name.includes('Control'));
  const documents = DynamoDBDocumentClient.from(client);
  return {
    put: (Item: Record<string, unknown>) => documents.send(new PutCommand({ TableName, Item })),
    requests: async () => {
      const { Count = 0 } = await documents.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': `${TENANT}#user-vectors` },
        }),
      );
      return Count;
    },
  };
}

const vectorsSearched = ({ checks }: Report, check: string) =>
  new Set(checks.find(({ name }) => name === check)?.searched_shards?.map(({ vectors }) => vectors));

describe('a tenant with vectors of users', () => {
  const flow = withFlowStack();
  const franck = aUserId();
  let control: Awaited<ReturnType<typeof controlTable>>;
  const built = () =>
    vi.waitFor(async () => {
      // the queue's delays pass at once
      flow.clock.advance(1_000);
      expect(await control.requests()).toBe(0);
    }, WITHIN);
  const registerAgain = async () =>
    register(flow, { selfie: await portraitOf('franck'), document: await identityCardOf('franck') });

  beforeAll(async () => {
    control = await controlTable(flow);
    for (let row = 0; row < GENERATION_ROWS; row += 1)
      await control.put({ ...generationsKey(TENANT, row), revision: 1, active: 'users1' });
  });

  it('finds a duplicate by the face while the vector cannot be built', async () => {
    await injectFaults(flow.stack, [{ operation: 'AssociateFaces', error: 'ConflictException' }]);
    expect((await registerPersonNamed(flow, 'franck', franck)).status).toBe('approved');
    expect(await control.requests()).toBe(1);
    const report = await registerAgain();
    expect(report.review).toMatchObject({ reason_codes: ['duplicate_face'] });
    expect(vectorsSearched(report, 'duplicate_search')).toEqual(new Set(['user', 'face']));
  });

  it('finds it by the vector as well once that is built', async () => {
    await injectFaults(flow.stack, []);
    await built();
    const report = await registerAgain();
    expect(report.review).toMatchObject({ reason_codes: ['duplicate_face'] });
    expect(vectorsSearched(report, 'duplicate_search')).toEqual(new Set(['user', 'face']));
  });

  it('lets the user in by the vector, and nobody else', async () => {
    await resetRekognitionCalls(flow.stack);
    const own = await authenticate(flow, franck, await portraitOf('franck'));
    expect(own.decision).toMatchObject({ outcome: 'approved', reason_codes: [] });
    const calls = await rekognitionCalls(flow.stack);
    expect(calls).toMatchObject({ SearchUsersByImage: 1 });
    // by face, nothing but the watchlist of the tenant
    expect(calls.SearchFacesByImage).toBe(1);
    const other = await authenticate(flow, franck, await selfieOf('cage'));
    expect(other.decision).toMatchObject({ outcome: 'declined', reason_codes: ['face_not_recognized'] });
  });

  it('deletes the user with the last face', async () => {
    const [face] = await enrolledFaces(flow, franck);
    if (!face) throw new Error('nobody is enrolled');
    await flow.operator.delete(`/users/${franck}/faces/${face.face_id}`, 'test');
    // duplicates' faces are deleted after their decisions
    await vi.waitFor(async () => expect(await storedFaces(flow.stack)).toEqual([]), WITHIN);
    const { Users } = await rekognitionOf(flow.stack).send(
      new ListUsersCommand({ CollectionId: face.collection_id }),
    );
    expect(Users).toEqual([]);
    await built();
  });

  it('moves to faces and back to vectors, each of them ACTIVE before it may decide', async () => {
    expect((await registerPersonNamed(flow, 'franck', franck)).status).toBe('approved');
    await built();
    for (const to of ['g1', 'users1']) {
      const { id } = await flow.operator.post<{ readonly id: string }>('/migrations', { to });
      const reached = (status: string) =>
        vi.waitFor(async () => {
          const path = `/migrations/${id}`;
          expect((await flow.operator.get<{ readonly status: string }>(path)).status).toBe(status);
        }, WITHIN);
      await reached('ready');
      // the vector is there already: nothing waits in the queue, and authentications ask for users alone
      expect(await control.requests()).toBe(0);
      await flow.operator.post(`/migrations/${id}/cut-over`);
      const report = await registerAgain();
      expect(report.review).toMatchObject({ reason_codes: ['duplicate_face'] });
      const searched = new Set(to === 'g1' ? ['face'] : ['user', 'face']);
      expect(vectorsSearched(report, 'duplicate_search')).toEqual(searched);
      await flow.operator.post(`/migrations/${id}/drain`);
      await reached('drained');
      await vi.waitFor(async () => {
        const stored = await storedFaces(flow.stack);
        expect(stored.map(({ collectionId }) => collectionId.split('.').at(-2))).toEqual([to]);
      }, WITHIN);
    }
  });
});
