import type { AccessCheck, CloudRequest } from './emulator.ts';
import type { Iam } from './iam/iam.ts';
import { rolePrincipal } from './principal.ts';
import type { S3 } from './s3/s3.ts';
import type { ObjectStore } from './step-functions/object-store.ts';

/**
 * Permissions that a machine's role needs in addition to PutObject
 * to write results, because Step Functions uploads them in parts.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/iam-policies-eg-dist-map.html
 */
const OBJECT_ACTIONS = ['s3:GetObject', 's3:ListMultipartUploadParts', 's3:AbortMultipartUpload'];
const KEY_ACTIONS = ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey'];

/** The S3 of Distributed Maps: every object is read and written as IAM lets the machine's role. */
export function mapObjects(s3: S3, iam: Pick<Iam, 'authorize'>): ObjectStore {
  const authorize = (roleArn: string, checks: readonly AccessCheck[]): void =>
    iam.authorize(rolePrincipal(roleArn), checks);
  return {
    get: async (bucket, key, roleArn) => {
      authorize(roleArn, checksOf(s3, 'GET', bucket, key));
      return (await s3.getObject(bucket, key)).content;
    },
    put: async (bucket, key, body, roleArn) => {
      const checks = checksOf(s3, 'PUT', bucket, key);
      authorize(roleArn, checks.flatMap(withParts));
      await s3.putObject(bucket, key, body, { contentType: 'application/json' });
    },
  };
}

function checksOf(s3: S3, method: 'GET' | 'PUT', bucket: string, key: string): readonly AccessCheck[] {
  const request: CloudRequest = {
    method,
    url: new URL(`http://localhost/${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`),
    headers: {},
    body: Buffer.alloc(0),
    operation: undefined,
    principal: rolePrincipal(''),
    requestId: '',
  };
  return s3.accessChecks?.(request) ?? [];
}

/** The checks of a simple upload, and those of one in parts beside each. */
function withParts(check: AccessCheck): readonly AccessCheck[] {
  const actions = check.action.startsWith('kms:') ? KEY_ACTIONS : [check.action, ...OBJECT_ACTIONS];
  return actions.map((action) => ({ ...check, action }));
}
