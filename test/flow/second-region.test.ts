import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { DeleteFacesCommand, IndexFacesCommand } from '@aws-sdk/client-rekognition';
import { DynamoDBDocumentClient, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { portraitOf, selfieOf } from '@face-idv/local-rekognition/testing/photos';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { ErasureView } from '../../lambda/erasure/contract.ts';
import { configOfStage } from '../../lib/config.ts';
import type { Report } from '../../local/demo/verify-person.ts';
import { reconcile } from '../../local/reconcile/reconciliation-client.ts';
import type { LocalStack } from '../../local/start/local-stack.ts';
import { awsAccount } from '../../scripts/preflight/aws-account.ts';
import { CHECKS } from '../../scripts/preflight/checks.ts';
import { runChecks } from '../../scripts/preflight/preflight.ts';
import { liftQuotasOfObservers, withFlowStack } from '../support/flow-stack.ts';
import { localClient } from '../support/local-client.ts';
import { aUserId, authenticate, enrolledFaces, registerPersonNamed } from '../support/registrations.ts';
import { injectFaults, rekognitionOf, storedFaces, storedFacesCome } from '../support/rekognition-admin.ts';
import { runScheduled } from '../support/scheduled-functions.ts';

const CREDENTIALS = { accessKeyId: 'LOCAL', secretAccessKey: 'LOCALSECRET' };
const SECOND = 'eu-central-1';
const ERASED = { state: 'completed', unconfirmed: [] };
const WITHIN = { timeout: 20_000, interval: 500 };

/** Lets the minutes pass after which a request is sent again: functions go by the machine's own clock. */
async function letRequestsBeOverdue(stack: LocalStack): Promise<void> {
  const client = localClient(DynamoDBClient, stack);
  const { TableNames = [] } = await client.send(new ListTablesCommand({}));
  const TableName = TableNames.find((name) => name.includes('Control'));
  const documents = DynamoDBDocumentClient.from(client);
  const { Items = [] } = await documents.send(
    new QueryCommand({
      TableName,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': 'demo#replications' },
    }),
  );
  for (const { pk, sk } of Items)
    await documents.send(
      new UpdateCommand({
        TableName,
        Key: { pk, sk },
        UpdateExpression: 'SET overdue_at = :past',
        ExpressionAttributeValues: { ':past': new Date(0).toISOString() },
      }),
    );
}

/** The collections that answered a check. */
const collectionsOf = ({ checks }: Report, check: string) =>
  checks
    .find(({ name }) => name === check)
    ?.searched_shards?.map(({ collection_id }) => collection_id)
    .sort();

const replicaOf = (shard: number) => expect.stringMatching(`^${SECOND}/.*\\.${shard}$`);

describe('a deployment with a second region', () => {
  const flow = withFlowStack({ 'second-region': SECOND });
  beforeAll(() => liftQuotasOfObservers(flow.stack, SECOND));
  const franck = aUserId();
  const cage = aUserId();
  const bieber = aUserId();
  /** Collections that hold a face, in a region. */
  const collectionsWithFaces = async (region?: string) =>
    (await storedFaces(flow.stack, region)).map(({ collectionId }) => collectionId).sort();
  const inStep = () =>
    vi.waitFor(
      async () => expect(await collectionsWithFaces(SECOND)).toEqual(await collectionsWithFaces()),
      WITHIN,
    );

  it('is what the preflight of a deployment finds, in both regions and with the credentials of its caller', async () => {
    const environment = {
      AWS_ENDPOINT_URL: flow.stack.endpoint,
      AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    };
    for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
    const config = configOfStage('local', { secondRegion: { region: SECOND } });
    const preflight = (isUpdate: boolean) =>
      runChecks(CHECKS, { config, account: awsAccount(config.region), isUpdate });
    const deployed = await preflight(true);
    const first = await preflight(false);
    vi.unstubAllEnvs();

    // the person at the keyboard is the root user of the laptop's account
    expect(deployed.filter(({ level }) => level !== 'fine').map(({ check }) => check)).toEqual([
      'credentials',
    ]);
    expect(deployed.map(({ what }) => what)).toEqual(
      expect.arrayContaining([
        'IndexFaces in eu-west-1: 50 calls per second configured, 50 granted',
        `IndexFaces in ${SECOND}: 5 calls per second configured, 5 granted`,
        expect.stringContaining(`${SECOND} is bootstrapped`),
      ]),
    );
    expect(first.filter(({ level }) => level === 'blocks').map(({ check }) => check)).toEqual([
      'collections',
      'collections',
    ]);
  });

  it('has a registered face in both', async () => {
    expect((await registerPersonNamed(flow, 'franck', franck)).status).toBe('approved');
    await vi.waitFor(async () => expect(await storedFaces(flow.stack, SECOND)).toHaveLength(1), WITHIN);
    expect(await collectionsWithFaces(SECOND)).toEqual(await collectionsWithFaces());
    // the mapping of the first region is what callers see
    expect(await enrolledFaces(flow, franck)).toHaveLength(1);
  });

  it('approves while the second region is down, which catches up', async () => {
    await injectFaults(flow.stack, [{ operation: 'IndexFaces', error: 'InternalServerError' }], SECOND);
    expect((await registerPersonNamed(flow, 'cage', cage)).status).toBe('approved');
    expect(await storedFaces(flow.stack)).toHaveLength(2);
    expect(await storedFaces(flow.stack, SECOND)).toHaveLength(1);
    await injectFaults(flow.stack, [], SECOND);
    await letRequestsBeOverdue(flow.stack);
    await runScheduled(flow.stack, 'ReplicationResend');
    await inStep();
  });

  it('mends by reconciliation what somebody did to the second region', async () => {
    const second = rekognitionOf(flow.stack, SECOND);
    const [gone, other] = await storedFaces(flow.stack, SECOND);
    if (!gone || !other) throw new Error('the second region lacks faces');
    await second.send(new DeleteFacesCommand({ CollectionId: gone.collectionId, FaceIds: [gone.faceId] }));
    const { FaceRecords = [] } = await second.send(
      new IndexFacesCommand({
        CollectionId: other.collectionId,
        Image: { Bytes: await portraitOf('bieber') },
        ExternalImageId: 'of-another-program',
        MaxFaces: 1,
      }),
    );
    const { counts, findings } = await reconcile(flow.operator, false);
    expect(counts).toEqual({ [`${SECOND}.missing_face.requested`]: 1, [`${SECOND}.orphan_face.deleted`]: 1 });
    expect(findings).toContainEqual(
      expect.objectContaining({ region: SECOND, face_id: FaceRecords[0]?.Face?.FaceId, outcome: 'deleted' }),
    );
    await letRequestsBeOverdue(flow.stack);
    await runScheduled(flow.stack, 'ReplicationResend');
    await inStep();
  });

  it('answers for the first where that has no time or is down, as soon as what was requested is done', async () => {
    const down = ['DetectFaces', 'CompareFaces', 'SearchFacesByImage'].map((operation) => ({
      operation,
      error: 'ProvisionedThroughputExceededException',
    }));
    await injectFaults(flow.stack, down);
    const before = (await storedFaces(flow.stack)).length;
    const own = await authenticate(flow, franck, await portraitOf('franck'));
    const stranger = await authenticate(flow, franck, await selfieOf('cage'));
    const duplicate = await registerPersonNamed(flow, 'cage');
    // faces are indexed in the first region, and nobody else is about to be
    const newcomer = await registerPersonNamed(flow, 'bieber', bieber);
    await injectFaults(flow.stack, []);
    expect(newcomer.decision).toMatchObject({ outcome: 'approved' });
    expect(collectionsOf(newcomer, 'duplicate_search')).toEqual([0, 1, 2, 3].map(replicaOf));
    expect(own.decision).toMatchObject({ outcome: 'approved' });
    expect(collectionsOf(own, 'enrolled_face_search')).toEqual([expect.stringMatching(`^${SECOND}/`)]);
    expect(stranger.decision).toMatchObject({ reason_codes: ['face_not_recognized'] });
    expect(duplicate.review).toMatchObject({ reason_codes: ['duplicate_face'] });
    // its face is deleted after the decision
    await vi.waitFor(async () => expect(await storedFaces(flow.stack)).toHaveLength(before + 1), {
      timeout: 30_000,
      interval: 500,
    });
  });

  it('finds nothing in a second reconciliation', async () => {
    expect(await reconcile(flow.operator, false)).toMatchObject({
      counts: {},
      faces: 6,
      second_region: { region: SECOND, complete: true },
    });
  });

  it('erases a user from both', { timeout: 60_000 }, async () => {
    const path = `/users/${bieber}/erasure-requests`;
    const { id } = await flow.operator.post<ErasureView>(path, undefined, 'asked for it');
    await vi.waitFor(
      async () => expect(await flow.operator.get<ErasureView>(`${path}/${id}`)).toMatchObject(ERASED),
      { timeout: 50_000, interval: 500 },
    );
    // those of the two others
    for (const region of [undefined, SECOND]) expect(await storedFaces(flow.stack, region)).toHaveLength(2);
  });

  it('deletes a user from both', async () => {
    for (const user of [franck, cage]) {
      const [face] = await enrolledFaces(flow, user);
      await flow.operator.delete(`/users/${user}/faces/${face?.face_id}`, 'test');
    }
    await storedFacesCome(flow.stack, (stored) => expect(stored).toEqual([]));
    await inStep();
  });
});
