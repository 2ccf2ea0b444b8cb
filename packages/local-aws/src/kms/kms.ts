import { AwsError } from '../aws-error.ts';
import type { Emulator, TemplateResource } from '../emulator.ts';

const KEY_TYPE = 'AWS::KMS::Key';
const SYMMETRIC = 'SYMMETRIC_DEFAULT';

/**
 * The symmetric keys of the templates, which the product uses through other services only: S3, DynamoDB and
 * SQS ask IAM for `kms:Decrypt` and `kms:GenerateDataKey` on them in the caller's name. No operation of KMS
 * itself is answered.
 */
export function createKms(): Emulator {
  return {
    service: 'kms',
    operations: [],
    resourceTypes: [KEY_TYPE],
    provision: async (resources) => {
      for (const resource of resources) if (resource.type === KEY_TYPE) checkSymmetric(resource);
    },
    handle: async ({ operation }) => {
      throw new AwsError('UnknownOperationException', `KMS ${operation} is not emulated.`, 501);
    },
    close: async () => {},
  };
}

function checkSymmetric({ stack, logicalId, properties }: TemplateResource): void {
  const { KeySpec = SYMMETRIC } = properties;
  if (KeySpec !== SYMMETRIC)
    throw new Error(`${stack}/${logicalId}: keys of the spec ${String(KeySpec)} are not emulated`);
}
