import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { AwsError } from '../aws-error.ts';
import type { Clock } from '../clock.ts';
import type { AccessCheck, CloudRequest, Emulator, TemplateResource } from '../emulator.ts';
import { decrypt, type EncryptionContext, encrypt, keyIdOf } from './ciphertext.ts';
import { type KeyStore, openKeyStore } from './key-store.ts';

const KEY_TYPE = 'AWS::KMS::Key';
const ALIAS_TYPE = 'AWS::KMS::Alias';
const SYMMETRIC = 'SYMMETRIC_DEFAULT';

/** KMS API reference, Encrypt: the plaintext of a symmetric key. */
const MAX_PLAINTEXT_BYTES = 4096;
/** KMS API reference, GenerateDataKey. */
const MAX_DATA_KEY_BYTES = 1024;
const DATA_KEY_BYTES: Readonly<Record<string, number>> = { AES_128: 16, AES_256: 32 };

interface Key {
  readonly id: string;
  readonly arn: string;
  readonly description: string;
  /** Milliseconds since the epoch. */
  readonly createdMs: number;
}

/** What an operation works on. */
interface Keyring {
  readonly keys: ReadonlyMap<string, Key>;
  /** Key ids by `alias/name`. */
  readonly aliases: ReadonlyMap<string, string>;
  readonly store: KeyStore;
  readonly region: string;
  readonly accountId: string;
}

interface Input {
  readonly KeyId?: string;
  /** Binary members are base64 text. */
  readonly Plaintext?: string;
  readonly CiphertextBlob?: string;
  readonly EncryptionContext?: EncryptionContext;
  readonly KeySpec?: string;
  readonly NumberOfBytes?: number;
}

const OPERATIONS: Readonly<Record<string, (keyring: Keyring, input: Input) => object>> = {
  Decrypt: decryptWith,
  DescribeKey: (keyring, input) => ({ KeyMetadata: metadataOf(keyring, findKey(keyring, input.KeyId)) }),
  Encrypt: (keyring, input) => {
    const plaintext = bytesOf(input.Plaintext, 'plaintext');
    if (plaintext.length < 1 || plaintext.length > MAX_PLAINTEXT_BYTES)
      throw validation(
        'plaintext',
        `Member must have length between 1 and ${MAX_PLAINTEXT_BYTES}, inclusive`,
      );
    return encrypted(keyring, findKey(keyring, input.KeyId), plaintext, input.EncryptionContext);
  },
  GenerateDataKey: dataKey,
  GenerateDataKeyWithoutPlaintext: (keyring, input) => {
    const { Plaintext: _, ...withoutPlaintext } = dataKey(keyring, input);
    return withoutPlaintext;
  },
  ListAliases: ({ keys, aliases, region, accountId }) => ({
    Aliases: [...aliases].map(([AliasName, keyId]) => ({
      AliasName,
      AliasArn: `arn:aws:kms:${region}:${accountId}:${AliasName}`,
      TargetKeyId: keyId,
      CreationDate: (keys.get(keyId)?.createdMs ?? 0) / 1000,
    })),
    Truncated: false,
  }),
};

/** The local KMS: the templates' symmetric keys, with material of this install, to encrypt and decrypt. */
export async function createKms(options: {
  readonly dataDir: string;
  readonly clock: Clock;
  readonly region: string;
  readonly accountId: string;
}): Promise<Emulator> {
  const { clock, region, accountId } = options;
  const store = await openKeyStore(join(options.dataDir, 'kms'));
  let keyring: Keyring = { keys: new Map(), aliases: new Map(), store, region, accountId };

  return {
    service: 'kms',
    resourceTypes: [KEY_TYPE, ALIAS_TYPE],
    provision: async (resources) => {
      const keys = resources.filter(({ type }) => type === KEY_TYPE).map((key) => keyOf(key, clock.now()));
      await store.ensure(keys.map(({ id }) => id));
      keyring = {
        ...keyring,
        keys: new Map(keys.map((key) => [key.id, key])),
        aliases: new Map(resources.filter(({ type }) => type === ALIAS_TYPE).map(aliasOf)),
      };
    },
    handle: async (request) => {
      const operation = OPERATIONS[request.operation ?? ''];
      if (!operation)
        throw new AwsError(
          'UnknownOperationException',
          `KMS's ${request.operation ?? '(no X-Amz-Target)'} is not emulated on this machine`,
        );
      return {
        status: 200,
        headers: { 'content-type': 'application/x-amz-json-1.1' },
        body: JSON.stringify(operation(keyring, inputOf(request))),
      };
    },
    accessChecks: (request) => accessChecks(keyring, request.operation ?? '', inputOf(request)),
    close: async () => {},
  };
}

function keyOf({ ref, arn, properties }: TemplateResource, createdMs: number): Key {
  if (arn === undefined) throw new Error(`the KMS key ${ref} has no ARN`);
  const spec = properties.KeySpec ?? SYMMETRIC;
  if (spec !== SYMMETRIC)
    throw new Error(`the KMS key ${ref} is ${String(spec)}: only symmetric keys are emulated`);
  return { id: ref, arn, description: String(properties.Description ?? ''), createdMs };
}

/** The target of an alias stands in the template as id or ARN. */
const aliasOf = ({ properties }: TemplateResource): [string, string] => [
  String(properties.AliasName),
  String(properties.TargetKeyId).replace(/^.*:key\//, ''),
];

/** @param id key id, key ARN, alias name or alias ARN. */
function findKey({ keys, aliases }: Keyring, id: string | undefined): Key {
  if (id === undefined) throw validation('keyId', 'Member must not be null');
  const name = id.replace(/^arn:aws:kms:[^:]*:[^:]*:/, '').replace(/^key\//, '');
  const key = keys.get(aliases.get(name) ?? name);
  if (!key)
    throw new AwsError(
      'NotFoundException',
      name.startsWith('alias/') ? `Alias ${id} is not found.` : `Key '${id}' does not exist`,
    );
  return key;
}

function encrypted(
  { store }: Keyring,
  key: Key,
  plaintext: Buffer,
  context: EncryptionContext = {},
): { CiphertextBlob: string; KeyId: string; EncryptionAlgorithm: string } {
  const ciphertext = encrypt(key.id, materialOf(store, key.id), plaintext, context);
  return {
    CiphertextBlob: ciphertext.toString('base64'),
    KeyId: key.arn,
    EncryptionAlgorithm: SYMMETRIC,
  };
}

function decryptWith(keyring: Keyring, input: Input): object {
  const ciphertext = bytesOf(input.CiphertextBlob, 'ciphertextBlob');
  const keyId = keyIdOf(ciphertext);
  const key = keyId === undefined ? undefined : keyring.keys.get(keyId);
  if (!key) throw invalidCiphertext();
  if (input.KeyId !== undefined && findKey(keyring, input.KeyId).id !== key.id)
    throw new AwsError(
      'IncorrectKeyException',
      'The key ID in the request does not identify a CMK that can perform this operation.',
    );
  const plaintext = decrypt(materialOf(keyring.store, key.id), ciphertext, input.EncryptionContext ?? {});
  if (!plaintext) throw invalidCiphertext();
  return { Plaintext: plaintext.toString('base64'), KeyId: key.arn, EncryptionAlgorithm: SYMMETRIC };
}

/** KMS does not say what is wrong with a ciphertext. */
const invalidCiphertext = (): AwsError => new AwsError('InvalidCiphertextException', '');

function dataKey(
  keyring: Keyring,
  input: Input,
): { Plaintext: string; CiphertextBlob: string; KeyId: string } {
  const key = findKey(keyring, input.KeyId);
  const size = input.KeySpec === undefined ? input.NumberOfBytes : DATA_KEY_BYTES[input.KeySpec];
  if (size === undefined || size < 1 || size > MAX_DATA_KEY_BYTES || (input.KeySpec && input.NumberOfBytes))
    throw new AwsError('ValidationException', 'Please specify either number of bytes or key spec.');
  const plaintext = randomBytes(size);
  const { CiphertextBlob, KeyId } = encrypted(keyring, key, plaintext, input.EncryptionContext);
  return { Plaintext: plaintext.toString('base64'), CiphertextBlob, KeyId };
}

function materialOf(store: KeyStore, keyId: string): Buffer {
  const material = store.material(keyId);
  if (!material) throw new Error(`the KMS key ${keyId} has no material`);
  return material;
}

const metadataOf = ({ accountId }: Keyring, key: Key): object => ({
  AWSAccountId: accountId,
  KeyId: key.id,
  Arn: key.arn,
  CreationDate: key.createdMs / 1000,
  Description: key.description,
  Enabled: true,
  KeyManager: 'CUSTOMER',
  KeySpec: SYMMETRIC,
  KeyState: 'Enabled',
  KeyUsage: 'ENCRYPT_DECRYPT',
  Origin: 'AWS_KMS',
  MultiRegion: false,
  EncryptionAlgorithms: [SYMMETRIC],
});

/** Every pair of the encryption context is a condition key of its own. */
function accessChecks(keyring: Keyring, operation: string, input: Input): readonly AccessCheck[] {
  const context = Object.fromEntries(
    Object.entries(input.EncryptionContext ?? {}).map(([name, value]) => [
      `kms:EncryptionContext:${name}`,
      value,
    ]),
  );
  const resource = operation === 'ListAliases' ? '*' : arnOf(keyring, input);
  return [
    {
      action: `kms:${operation}`,
      resource,
      context: { ...context, 'kms:EncryptionContextKeys': Object.keys(input.EncryptionContext ?? {}) },
    },
  ];
}

/** The key that a request is about, even if it does not exist: what is not allowed is not told apart. */
function arnOf({ keys, aliases, region, accountId }: Keyring, input: Input): string {
  const named =
    input.CiphertextBlob === undefined ? input.KeyId : keyIdOf(Buffer.from(input.CiphertextBlob, 'base64'));
  const name = (named ?? '').replace(/^arn:aws:kms:[^:]*:[^:]*:/, '').replace(/^key\//, '');
  const id = aliases.get(name) ?? name;
  return keys.get(id)?.arn ?? `arn:aws:kms:${region}:${accountId}:key/${id}`;
}

function inputOf({ body }: CloudRequest): Input {
  try {
    return JSON.parse(body.toString('utf8') || '{}') as Input;
  } catch (cause) {
    throw Object.assign(new AwsError('SerializationException', 'The request body is not JSON'), { cause });
  }
}

function bytesOf(base64: string | undefined, member: string): Buffer {
  if (base64 === undefined) throw validation(member, 'Member must not be null');
  return Buffer.from(base64, 'base64');
}

const validation = (member: string, constraint: string): AwsError =>
  new AwsError(
    'ValidationException',
    `1 validation error detected: Value at '${member}' failed to satisfy constraint: ${constraint}`,
  );
