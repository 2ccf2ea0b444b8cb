import { join } from 'node:path';
import { z } from 'zod';
import { AwsError } from '../aws-error.ts';
import type { CloudRequest, CloudResponse, Emulator, TemplateResource } from '../emulator.ts';
import { jsonRequest } from '../json-request.ts';
import { openSigningKey, type SigningKey } from './signing-key.ts';

export interface KmsOptions {
  readonly dataDir: string;
}

const KEY_TYPE = 'AWS::KMS::Key';
const SYMMETRIC = 'SYMMETRIC_DEFAULT';
const SIGNING = 'ECC_NIST_P256';
const ALGORITHM = 'ECDSA_SHA_256';
/** Signing algorithms of KMS (API reference of `Sign`). */
const ALGORITHMS = [
  'RSASSA_PSS_SHA_256',
  'RSASSA_PSS_SHA_384',
  'RSASSA_PSS_SHA_512',
  'RSASSA_PKCS1_V1_5_SHA_256',
  'RSASSA_PKCS1_V1_5_SHA_384',
  'RSASSA_PKCS1_V1_5_SHA_512',
  ALGORITHM,
  'ECDSA_SHA_384',
  'ECDSA_SHA_512',
  'SM2DSA',
  'ML_DSA_SHAKE_256',
  'ED25519_SHA_512',
  'ED25519_PH_SHA_512',
];
/** Longest message that `Sign` takes; a longer one is hashed first. */
const MAX_MESSAGE_BYTES = 4096;
const OPERATIONS = ['GetPublicKey', 'Sign'];

interface LocalKey {
  readonly arn: string;
  /** Absent for a symmetric key. */
  readonly signing: SigningKey | undefined;
}

const readInput = jsonRequest(
  z.looseObject({
    KeyId: z.string().optional(),
    Message: z.string().optional(),
    MessageType: z.string().optional(),
    SigningAlgorithm: z.string().optional(),
  }),
);

/**
 * The keys of the templates. Symmetric ones are used through other services only: S3, DynamoDB and SQS ask
 * IAM for `kms:Decrypt` and `kms:GenerateDataKey` on them in the caller's name. Those of the curve P-256
 * sign.
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_Sign.html
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_GetPublicKey.html
 */
export function createKms({ dataDir }: KmsOptions): Emulator {
  const keys = new Map<string, LocalKey>();
  const keyOf = (request: CloudRequest): LocalKey => {
    const { KeyId } = readInput(request);
    if (KeyId === undefined) throw invalid("Value null at 'keyId' failed to satisfy constraint");
    const key = keys.get(String(KeyId));
    if (!key) throw new AwsError('NotFoundException', `Key '${String(KeyId)}' does not exist`);
    return key;
  };
  return {
    service: 'kms',
    operations: OPERATIONS,
    resourceTypes: [KEY_TYPE],
    provision: async (resources) => {
      for (const resource of resources) {
        if (resource.type !== KEY_TYPE) continue;
        const key = {
          arn: resource.arn ?? resource.ref,
          signing: isSigning(resource)
            ? await openSigningKey(join(dataDir, 'kms', `${resource.ref}.pem`))
            : undefined,
        };
        for (const name of [resource.ref, key.arn]) keys.set(name, key);
      }
    },
    // KMS asks IAM about a key by its ARN, whichever way the request names it
    accessChecks: (request) =>
      OPERATIONS.includes(request.operation ?? '')
        ? [{ action: `kms:${request.operation}`, resource: keyOf(request).arn }]
        : [],
    handle: async (request) => {
      const { operation } = request;
      if (operation === 'GetPublicKey') return json(publicKeyOf(keyOf(request)));
      if (operation === 'Sign') return json(signatureOf(keyOf(request), readInput(request)));
      throw new AwsError('UnknownOperationException', `KMS ${operation} is not emulated.`, 501);
    },
    close: async () => {},
  };
}

function publicKeyOf({ arn, signing }: LocalKey): object {
  if (!signing)
    throw new AwsError('UnsupportedOperationException', `${arn} is symmetric and has no public key.`);
  return {
    CustomerMasterKeySpec: SIGNING,
    KeyId: arn,
    KeySpec: SIGNING,
    KeyUsage: 'SIGN_VERIFY',
    PublicKey: signing.publicKey.toString('base64'),
    SigningAlgorithms: [ALGORITHM],
  };
}

/** Checks in the order of KMS: the members, then whether the key is one for them. */
function signatureOf(
  { arn, signing }: LocalKey,
  { Message, MessageType = 'RAW', SigningAlgorithm }: Readonly<Record<string, unknown>>,
): object {
  const message = Buffer.from(String(Message ?? ''), 'base64');
  if (message.length === 0 || message.length > MAX_MESSAGE_BYTES)
    throw invalid(
      `Value at 'message' failed to satisfy constraint: Member must have length between 1 and ${MAX_MESSAGE_BYTES}`,
    );
  if (!ALGORITHMS.includes(String(SigningAlgorithm)))
    throw invalid(
      `Value '${String(SigningAlgorithm)}' at 'signingAlgorithm' failed to satisfy constraint: Member must satisfy enum value set: [${ALGORITHMS.join(', ')}]`,
    );
  if (!['RAW', 'DIGEST', 'EXTERNAL_MU'].includes(String(MessageType)))
    throw invalid(
      `Value '${String(MessageType)}' at 'messageType' failed to satisfy constraint: Member must satisfy enum value set: [RAW, DIGEST, EXTERNAL_MU]`,
    );
  if (MessageType !== 'RAW')
    throw new AwsError('NotImplemented', `KMS Sign with MessageType ${MessageType} is not emulated.`, 501);
  if (!signing)
    throw new AwsError(
      'InvalidKeyUsageException',
      `${arn} key usage is ENCRYPT_DECRYPT which is not valid for Sign.`,
    );
  if (SigningAlgorithm !== ALGORITHM)
    throw new AwsError(
      'InvalidKeyUsageException',
      `Algorithm ${SigningAlgorithm} is incompatible with key spec ${SIGNING}.`,
    );
  return { KeyId: arn, Signature: signing.sign(message).toString('base64'), SigningAlgorithm };
}

const invalid = (detail: string): AwsError =>
  new AwsError('ValidationException', `1 validation error detected: ${detail}`);

const json = (answer: object): CloudResponse => ({
  status: 200,
  headers: { 'content-type': 'application/x-amz-json-1.1' },
  body: JSON.stringify(answer),
});

/**
 * Whether a key signs.
 * @throws Error for what CloudFormation refuses, or what is not emulated
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-kms-key.html
 */
function isSigning({ stack, logicalId, properties }: TemplateResource): boolean {
  const { KeySpec = SYMMETRIC, KeyUsage = 'ENCRYPT_DECRYPT', EnableKeyRotation = false } = properties;
  const refuse = (why: string) => new Error(`${stack}/${logicalId}: ${why}`);
  if (KeySpec !== SYMMETRIC && KeySpec !== SIGNING)
    throw refuse(`keys of the spec ${String(KeySpec)} are not emulated`);
  if (KeySpec === SYMMETRIC && KeyUsage !== 'ENCRYPT_DECRYPT')
    throw refuse(`a symmetric key cannot have the usage ${String(KeyUsage)}`);
  if (KeySpec === SIGNING && KeyUsage !== 'SIGN_VERIFY')
    throw refuse(`a key of the spec ${SIGNING} needs the usage SIGN_VERIFY here, not ${String(KeyUsage)}`);
  if (KeySpec === SIGNING && EnableKeyRotation !== false)
    throw refuse('an asymmetric key cannot be rotated automatically');
  return KeySpec === SIGNING;
}
