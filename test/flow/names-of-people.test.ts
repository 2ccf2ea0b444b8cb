import { ListFacesCommand } from '@aws-sdk/client-rekognition';
import { ListBucketsCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { ListExecutionsCommand, ListStateMachinesCommand, SFNClient } from '@aws-sdk/client-sfn';
import { selfieOf } from '@face-idv/local-rekognition/testing/photos';
import { beforeAll, describe, expect, it } from 'vitest';
import { withSharedFlowStack } from '../support/flow-stack.ts';
import { aUserId, authenticate, registerPersonNamed } from '../support/registrations.ts';
import { rekognitionOf, storedFaces } from '../support/rekognition-admin.ts';

/** Names that access logs and CloudTrail record, and logs themselves (whitepaper 9.1). */
describe('the id of a user who registered, logged in and was looked at by an operator', () => {
  const flow = withSharedFlowStack();
  const userId = aUserId();

  beforeAll(async () => {
    expect((await registerPersonNamed(flow, 'franck', userId)).status).toBe('approved');
    expect((await authenticate(flow, userId, await selfieOf('franck'))).status).toBe('approved');
    await flow.operator.get(`/users/${userId}/faces`);
    await flow.operator.get(`/users/${userId}/lockout`);
    await expect(flow.backend.post(`/users/${userId}/nothing`)).rejects.toThrow();
  });

  const client = () => ({
    endpoint: flow.stack.endpoint,
    region: flow.stack.region,
    credentials: { accessKeyId: 'LOCAL', secretAccessKey: 'LOCALSECRET' },
  });
  const observed = async (path: string) => (await fetch(`${flow.stack.endpoint}/_local/${path}`)).text();

  it('is in no key of an object', async () => {
    const s3 = new S3Client({ ...client(), forcePathStyle: true });
    const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
    const keys = await Promise.all(
      Buckets.map(async ({ Name }) => {
        const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: Name }));
        return Contents.map(({ Key = '' }) => Key);
      }),
    );
    expect(keys.flat()).not.toEqual([]);
    expect(keys.flat().filter((key) => key.includes(userId))).toEqual([]);
  });

  it('is in no name of an execution', async () => {
    const sfn = new SFNClient(client());
    const { stateMachines = [] } = await sfn.send(new ListStateMachinesCommand({}));
    const names = await Promise.all(
      stateMachines.map(async ({ stateMachineArn }) => {
        const { executions = [] } = await sfn.send(new ListExecutionsCommand({ stateMachineArn }));
        return executions.map(({ name = '' }) => name);
      }),
    );
    expect(names.flat()).not.toEqual([]);
    expect(names.flat().filter((name) => name.includes(userId))).toEqual([]);
  });

  it('is in no id of a face in Rekognition', async () => {
    const [{ collectionId } = { collectionId: '' }] = await storedFaces(flow.stack);
    const { Faces } = await rekognitionOf(flow.stack).send(
      new ListFacesCommand({ CollectionId: collectionId }),
    );
    expect(Faces).not.toEqual([]);
    expect(JSON.stringify(Faces)).not.toContain(userId);
  });

  it.each(['logs?limit=100000', 'metrics'])('is not in the %s', async (path) => {
    const text = await observed(path);
    expect(text).toContain('LivenessChecked');
    expect(text).not.toContain(userId);
  });
});
