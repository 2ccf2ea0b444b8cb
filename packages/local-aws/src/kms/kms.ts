import { join } from 'node:path';
import { z } from 'zod';
import { AwsError } from '../aws-error.ts';
import type { CloudRequest, CloudResponse, Emulator } from '../emulator.ts';
import { jsonRequest } from '../json-request.ts';
import { KEY_KINDS, type KeyKind, kindOfKey } from './key-kind.ts';
import { type MacKey, openMacKey } from './mac-key.ts';
import { openSigningKey, type SigningKey } from './signing-key.ts';

export interface KmsOptions {
  readonly dataDir: string;
}

const KEY_TYPE = 'AWS::KMS::Key';
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
const MAC_ALGORITHM = 'HMAC_SHA_256';
/** MAC algorithms of KMS (API reference of `GenerateMac`). */
const MAC_ALGORITHMS = ['HMAC_SHA_224', MAC_ALGORITHM, 'HMAC_SHA_384', 'HMAC_SHA_512'];
/** Longest message that `Sign` and `GenerateMac` take. */
const MAX_MESSAGE_BYTES = 4096;
const OPERATIONS = ['GenerateMac', 'GetPublicKey', 'Sign'];

interface LocalKey {
  readonly arn: string;
  readonly kind: KeyKind;
  /** Absent for a key of another kind. */
  readonly signing: SigningKey | undefined;
  readonly mac: MacKey | undefined;
}

const readInput = jsonRequest(
  z.looseObject({
    KeyId: z.string().optional(),
    Message: z.string().optional(),
    MessageType: z.string().optional(),
    SigningAlgorithm: z.string().optional(),
    MacAlgorithm: z.string().optional(),
  }),
);

/**
 * The keys of the templates. Symmetric ones are used through other services only: S3, DynamoDB and SQS ask
 * IAM for `kms:Decrypt` and `kms:GenerateDataKey` on them in the caller's name. Those of the curve P-256
 * sign, and those of the spec HMAC_256 make message authentication codes.
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateMac.html
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
        const kind = kindOfKey(resource);
        const file = (extension: string) => join(dataDir, 'kms', `${resource.ref}.${extension}`);
        const key = {
          arn: resource.arn ?? resource.ref,
          kind,
          signing: kind === 'signing' ? await openSigningKey(file('pem')) : undefined,
          mac: kind === 'mac' ? await openMacKey(file('secret')) : undefined,
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
      if (operation === 'GenerateMac') return json(macOf(keyOf(request), readInput(request)));
      throw new AwsError('UnknownOperationException', `KMS ${operation} is not emulated.`, 501);
    },
    close: async () => {},
  };
}

function publicKeyOf({ arn, kind, signing }: LocalKey): object {
  if (!signing)
    throw new AwsError('UnsupportedOperationException', `${arn} is symmetric and has no public key.`);
  const { spec, usage } = KEY_KINDS[kind];
  return {
    CustomerMasterKeySpec: spec,
    KeyId: arn,
    KeySpec: spec,
    KeyUsage: usage,
    PublicKey: signing.publicKey.toString('base64'),
    SigningAlgorithms: [ALGORITHM],
  };
}

/** Checks in the order of KMS: the members, then whether the key is one for them. */
function signatureOf(
  { arn, kind, signing }: LocalKey,
  { Message, MessageType = 'RAW', SigningAlgorithm }: Readonly<Record<string, unknown>>,
): object {
  const message = messageOf(Message);
  checkMember('signingAlgorithm', SigningAlgorithm, ALGORITHMS);
  checkMember('messageType', MessageType, ['RAW', 'DIGEST', 'EXTERNAL_MU']);
  if (MessageType !== 'RAW')
    throw new AwsError('NotImplemented', `KMS Sign with MessageType ${MessageType} is not emulated.`, 501);
  if (!signing) throw wrongUsage(arn, kind, 'Sign');
  if (SigningAlgorithm !== ALGORITHM) throw wrongAlgorithm(SigningAlgorithm, kind);
  return { KeyId: arn, Signature: signing.sign(message).toString('base64'), SigningAlgorithm };
}

/** Checks in the same order. */
function macOf(
  { arn, kind, mac }: LocalKey,
  { Message, MacAlgorithm }: Readonly<Record<string, unknown>>,
): object {
  const message = messageOf(Message);
  checkMember('macAlgorithm', MacAlgorithm, MAC_ALGORITHMS);
  if (!mac) throw wrongUsage(arn, kind, 'GenerateMac');
  if (MacAlgorithm !== MAC_ALGORITHM) throw wrongAlgorithm(MacAlgorithm, kind);
  return { KeyId: arn, Mac: mac.macOf(message).toString('base64'), MacAlgorithm };
}

function messageOf(base64: unknown): Buffer {
  const message = Buffer.from(String(base64 ?? ''), 'base64');
  if (message.length === 0 || message.length > MAX_MESSAGE_BYTES)
    throw invalid(
      `Value at 'message' failed to satisfy constraint: Member must have length between 1 and ${MAX_MESSAGE_BYTES}`,
    );
  return message;
}

function checkMember(name: string, value: unknown, allowed: readonly string[]): void {
  if (!allowed.includes(String(value)))
    throw invalid(
      `Value '${String(value)}' at '${name}' failed to satisfy constraint: Member must satisfy enum value set: [${allowed.join(', ')}]`,
    );
}

const wrongUsage = (arn: string, kind: KeyKind, operation: string): AwsError =>
  new AwsError(
    'InvalidKeyUsageException',
    `${arn} key usage is ${KEY_KINDS[kind].usage} which is not valid for ${operation}.`,
  );

const wrongAlgorithm = (algorithm: unknown, kind: KeyKind): AwsError =>
  new AwsError(
    'InvalidKeyUsageException',
    `Algorithm ${String(algorithm)} is incompatible with key spec ${KEY_KINDS[kind].spec}.`,
  );

const invalid = (detail: string): AwsError =>
  new AwsError('ValidationException', `1 validation error detected: ${detail}`);

const json = (answer: object): CloudResponse => ({
  status: 200,
  headers: { 'content-type': 'application/x-amz-json-1.1' },
  body: JSON.stringify(answer),
});
