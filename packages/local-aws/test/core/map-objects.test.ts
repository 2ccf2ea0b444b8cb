import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AwsError } from '../../src/aws-error.ts';
import type { AccessCheck, Principal } from '../../src/emulator.ts';
import { mapObjects } from '../../src/map-objects.ts';
import { aLocalS3, BUCKET, type TestS3 } from '../s3/a-local-s3.ts';

const KEY_ARN = 'arn:aws:kms:us-east-1:000000000000:key/0a1b2c3d-0000-4000-8000-000000000001';
const ROLE = 'arn:aws:iam::000000000000:role/machine';

let local: TestS3;
beforeAll(async () => {
  const byDefault = { ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: KEY_ARN } };
  local = await aLocalS3({
    BucketEncryption: { ServerSideEncryptionConfiguration: [byDefault] },
  });
});
afterAll(() => local.close());

/** The objects as a role sees them that may do everything but some actions. */
function objectsWithout(...denied: string[]) {
  const asked: string[] = [];
  const authorize = ({ roleArn }: Principal, checks: readonly AccessCheck[]) => {
    expect(roleArn).toBe(ROLE);
    for (const { action, resource } of checks) {
      asked.push(`${action} ${resource}`);
      if (denied.includes(action)) throw new AwsError('AccessDenied', `not allowed: ${action}`, 403);
    }
  };
  return { asked, objects: mapObjects(local.s3, { authorize }) };
}

const object = `arn:aws:s3:::${BUCKET}/runs/a b/manifest.json`;
const put = ({ objects }: ReturnType<typeof objectsWithout>) =>
  objects.put(BUCKET, 'runs/a b/manifest.json', Buffer.from('{}'), ROLE);

describe('what a Distributed Map does in S3', () => {
  it('asks for everything that an upload in parts takes', async () => {
    const role = objectsWithout();
    await put(role);
    expect(role.asked).toEqual([
      `s3:PutObject ${object}`,
      `s3:GetObject ${object}`,
      `s3:ListMultipartUploadParts ${object}`,
      `s3:AbortMultipartUpload ${object}`,
      `kms:Decrypt ${KEY_ARN}`,
      `kms:Encrypt ${KEY_ARN}`,
      `kms:GenerateDataKey ${KEY_ARN}`,
    ]);
    expect((await objectsWithout().objects.get(BUCKET, 'runs/a b/manifest.json', ROLE)).toString()).toBe(
      '{}',
    );
  });

  it.each([
    's3:PutObject',
    's3:GetObject',
    's3:ListMultipartUploadParts',
    's3:AbortMultipartUpload',
    'kms:Decrypt',
    'kms:Encrypt',
    'kms:GenerateDataKey',
  ])('refuses a result of a role that lacks %s', async (action) => {
    await expect(put(objectsWithout(action))).rejects.toThrow(action);
  });

  it.each(['s3:GetObject', 'kms:Decrypt'])('refuses items to a role that lacks %s', async (action) => {
    await put(objectsWithout());
    const { objects } = objectsWithout(action);
    await expect(objects.get(BUCKET, 'runs/a b/manifest.json', ROLE)).rejects.toThrow(action);
  });
});
