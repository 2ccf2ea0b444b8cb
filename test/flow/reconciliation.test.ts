import { CloudWatchClient, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import {
  CreateCollectionCommand,
  DeleteCollectionCommand,
  DeleteFacesCommand,
  IndexFacesCommand,
  ListCollectionsCommand,
} from '@aws-sdk/client-rekognition';
import { DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { portraitOf } from '@face-idv/local-rekognition/testing/photos';
import { describe, expect, it } from 'vitest';
import { reconcile } from '../../local/reconcile/reconciliation-client.ts';
import type { LocalStack } from '../../local/start/local-stack.ts';
import { withFlowStack } from '../support/flow-stack.ts';
import { localClient } from '../support/local-client.ts';
import { aUserId, enrolledFaces, registerPersonNamed } from '../support/registrations.ts';
import {
  rekognitionOf,
  setFaceModelVersion,
  storedFaces,
  storedFacesCome,
} from '../support/rekognition-admin.ts';
import { runScheduled } from '../support/scheduled-functions.ts';

/** The highest value of a metric without dimensions in the last hour. */
async function highest(stack: LocalStack, MetricName: string): Promise<number | undefined> {
  const client = localClient(CloudWatchClient, stack);
  const { Datapoints = [] } = await client.send(
    new GetMetricStatisticsCommand({
      Namespace: 'FaceIdv/local',
      MetricName,
      StartTime: new Date(Date.now() - 3_600_000),
      EndTime: new Date(Date.now() + 3_600_000),
      Period: 7200,
      Statistics: ['Maximum'],
    }),
  );
  return Datapoints[0]?.Maximum;
}

/** Ends the time of a session, as an hour does. */
async function letExpire(stack: LocalStack, id: string): Promise<void> {
  const client = localClient(DynamoDBClient, stack);
  const { TableNames = [] } = await client.send(new ListTablesCommand({}));
  await DynamoDBDocumentClient.from(client).send(
    new UpdateCommand({
      TableName: TableNames.find((name) => name.includes('Sessions')),
      Key: { pk: `demo#${id}`, sk: 'session' },
      UpdateExpression: 'SET expires_at = :past',
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeValues: { ':past': new Date(Date.now() - 1000).toISOString() },
    }),
  );
}

describe('reconciliation over HTTP', () => {
  const flow = withFlowStack();

  it('deletes whom nobody knows, tells of who is gone, and leaves everybody else alone', async () => {
    const kept = aUserId();
    const lost = aUserId();
    expect((await registerPersonNamed(flow, 'franck', kept)).status).toBe('approved');
    expect((await registerPersonNamed(flow, 'cage', lost)).status).toBe('approved');
    expect(await reconcile(flow.operator, false)).toMatchObject({
      status: 'completed',
      faces: 2,
      mappings: 2,
      counts: {},
    });

    const rekognition = rekognitionOf(flow.stack);
    const [gone] = await enrolledFaces(flow, lost);
    if (!gone) throw new Error('nobody was enrolled');
    await rekognition.send(
      new DeleteFacesCommand({ CollectionId: gone.collection_id, FaceIds: [gone.face_id] }),
    );
    const { FaceRecords = [] } = await rekognition.send(
      new IndexFacesCommand({
        CollectionId: gone.collection_id,
        Image: { Bytes: await portraitOf('bieber') },
        ExternalImageId: 'of-another-program',
        MaxFaces: 1,
      }),
    );
    const orphan = FaceRecords[0]?.Face?.FaceId;
    const isThere = async () => (await storedFaces(flow.stack)).some(({ faceId }) => faceId === orphan);

    const looked = await reconcile(flow.operator, true);
    expect(looked.counts).toEqual({ 'orphan_face.reported': 1, 'missing_face.reported': 1 });
    expect(await isThere()).toBe(true);

    const mended = await reconcile(flow.operator, false);
    expect(mended.counts).toEqual({ 'orphan_face.deleted': 1, 'missing_face.reported': 1 });
    expect(mended.findings).toContainEqual(
      expect.objectContaining({ kind: 'missing_face', face_id: gone.face_id, user_id: lost }),
    );
    expect(await isThere()).toBe(false);
    const [left] = await enrolledFaces(flow, kept);
    await storedFacesCome(flow.stack, (stored) =>
      expect(stored).toEqual([{ collectionId: left?.collection_id, faceId: left?.face_id }]),
    );
  });

  it('notices on a schedule that a generation has an older face model, and leaves no probe behind', async () => {
    const rekognition = rekognitionOf(flow.stack);
    const { CollectionIds = [] } = await rekognition.send(new ListCollectionsCommand({}));
    const first = CollectionIds.find((id) => id.endsWith('.demo.g1.0'));
    await rekognition.send(new DeleteCollectionCommand({ CollectionId: first }));
    await setFaceModelVersion(flow.stack, '6.0');
    await rekognition.send(new CreateCollectionCommand({ CollectionId: first }));
    await setFaceModelVersion(flow.stack, '7.0');

    await runScheduled(flow.stack, 'WatchFaceModel');
    expect(await highest(flow.stack, 'GenerationsBehind')).toBe(1);
    const { CollectionIds: after } = await rekognition.send(new ListCollectionsCommand({}));
    expect(after?.toSorted()).toEqual(CollectionIds.toSorted());
  });

  it('moves sessions on that nobody asks for any more', async () => {
    const { id } = await flow.sam.post<{ id: string }>('/verification-sessions', {
      type: 'registration',
      sensitivity: 'regular',
      consent: { given: true, notice_version: '2026-01' },
    });
    await letExpire(flow.stack, id);
    const expired = async () =>
      (await flow.operator.get<{ data: { id: string }[] }>('/verification-sessions?status=expired')).data;
    expect(await expired()).toEqual([]);
    await runScheduled(flow.stack, 'SweepSessions');
    expect(await expired()).toMatchObject([{ id }]);
  });

  it('refuses anybody but operators, and an id that is not there', async () => {
    await expect(flow.backend.post('/reconciliations')).rejects.toMatchObject({ status: 401 });
    await expect(flow.operator.get('/reconciliations/rec_none')).rejects.toMatchObject({ code: 'not_found' });
  });
});
