import { createHmac, createPublicKey, verify } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  GenerateMacCommand,
  type GenerateMacCommandInput,
  GetPublicKeyCommand,
  KMSClient,
  SignCommand,
  type SignCommandInput,
} from '@aws-sdk/client-kms';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createKms } from '../../src/kms/kms.ts';
import { type ServedEmulator, serveEmulator } from '../../src/testing/serve-emulator.ts';

const arnOf = (ref: string) => `arn:aws:kms:eu-west-1:000000000000:key/${ref}`;
const aKey = (
  properties: Readonly<Record<string, unknown>>,
  ref = '0a1b2c3d-0000-4000-8000-000000000001',
) => ({
  stack: 'Data',
  logicalId: 'Key',
  type: 'AWS::KMS::Key',
  properties,
  ref,
  arn: arnOf(ref),
  deletionPolicy: 'Retain',
});
const SIGNS = { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' };
const MACS = { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' };
const SIGNING = '0a1b2c3d-0000-4000-8000-00000000000a';
const SYMMETRIC = '0a1b2c3d-0000-4000-8000-00000000000b';
const MAC = '0a1b2c3d-0000-4000-8000-00000000000c';

let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'kms-'));
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));

describe('the keys of templates', () => {
  it.each([
    ['a symmetric one', {}],
    ['the same by its spec', { KeySpec: 'SYMMETRIC_DEFAULT', EnableKeyRotation: true }],
    ['one that signs', SIGNS],
    ['one for message authentication codes', MACS],
  ])('may be %s', async (_what, properties) => {
    await expect(createKms({ dataDir }).provision([aKey(properties)])).resolves.toBeUndefined();
  });

  it.each([
    ['of another spec', { KeySpec: 'RSA_2048' }, 'Data/Key: keys of the spec RSA_2048 are not emulated'],
    ['of a curve without its usage', { KeySpec: 'ECC_NIST_P256' }, 'needs the usage SIGN_VERIFY'],
    ['symmetric and for signatures', { KeyUsage: 'SIGN_VERIFY' }, 'a symmetric key cannot'],
    ['asymmetric and rotated', { ...SIGNS, EnableKeyRotation: true }, 'cannot be rotated'],
    ['for codes without their usage', { KeySpec: 'HMAC_256' }, 'needs the usage GENERATE_VERIFY_MAC'],
    ['for codes and rotated', { ...MACS, EnableKeyRotation: true }, 'an HMAC key cannot be rotated'],
    ['for codes of another length', { ...MACS, KeySpec: 'HMAC_512' }, 'HMAC_512 are not emulated'],
  ])('are not %s', async (_what, properties, words) => {
    await expect(createKms({ dataDir }).provision([aKey(properties)])).rejects.toThrow(words);
  });
});

describe('the local KMS', () => {
  let served: ServedEmulator;
  let client: KMSClient;
  const open = async () => {
    const kms = createKms({ dataDir });
    await kms.provision([aKey(SIGNS, SIGNING), aKey({}, SYMMETRIC), aKey(MACS, MAC)]);
    served = await serveEmulator(kms);
    client = new KMSClient({ ...served.clientConfig, maxAttempts: 1 });
    return kms;
  };
  const close = async () => {
    client.destroy();
    await served.close();
  };
  beforeAll(async () => void (await open()));
  afterAll(() => close());

  const publicKey = async (KeyId = SIGNING) => {
    const { PublicKey, ...rest } = await client.send(new GetPublicKeyCommand({ KeyId }));
    const key = createPublicKey({ key: Buffer.from(PublicKey ?? []), format: 'der', type: 'spki' });
    return { key, ...rest };
  };
  const sign = (changes: Partial<SignCommandInput> = {}) =>
    client.send(
      new SignCommand({
        KeyId: SIGNING,
        Message: Buffer.from('message'),
        SigningAlgorithm: 'ECDSA_SHA_256',
        ...changes,
      }),
    );

  it('signs messages in DER, which the public half verifies, by id and by ARN', async () => {
    const { key, KeySpec, KeyUsage, KeyId, SigningAlgorithms } = await publicKey(arnOf(SIGNING));
    expect({ KeySpec, KeyUsage, KeyId, SigningAlgorithms }).toEqual({
      KeySpec: 'ECC_NIST_P256',
      KeyUsage: 'SIGN_VERIFY',
      KeyId: arnOf(SIGNING),
      SigningAlgorithms: ['ECDSA_SHA_256'],
    });
    const { Signature = new Uint8Array(), ...answer } = await sign();
    expect(answer).toMatchObject({ KeyId: arnOf(SIGNING), SigningAlgorithm: 'ECDSA_SHA_256' });
    expect(verify('sha256', Buffer.from('message'), key, Signature)).toBe(true);
  });

  const generateMac = (changes: Partial<GenerateMacCommandInput> = {}) =>
    client.send(
      new GenerateMacCommand({
        KeyId: MAC,
        Message: Buffer.from('message'),
        MacAlgorithm: 'HMAC_SHA_256',
        ...changes,
      }),
    );

  it('makes codes by RFC 2104, by id and by ARN', async () => {
    const secret = await readFile(join(dataDir, 'kms', `${MAC}.secret`));
    const expected = createHmac('sha256', secret).update('message').digest();
    for (const KeyId of [MAC, arnOf(MAC)]) {
      const { Mac, ...answer } = await generateMac({ KeyId });
      expect(answer).toMatchObject({ KeyId: arnOf(MAC), MacAlgorithm: 'HMAC_SHA_256' });
      expect(Buffer.from(Mac ?? [])).toEqual(expected);
    }
  });

  it('keeps the key of codes, which only its owner may read, over a restart', async () => {
    const { Mac } = await generateMac();
    expect((await stat(join(dataDir, 'kms', `${MAC}.secret`))).mode & 0o777).toBe(0o600);
    await close();
    await open();
    expect((await generateMac()).Mac).toEqual(Mac);
  });

  it('does not start with a file that is not such a key', async () => {
    const ref = '0a1b2c3d-0000-4000-8000-00000000000d';
    await writeFile(join(dataDir, 'kms', `${ref}.secret`), 'short');
    await expect(createKms({ dataDir }).provision([aKey(MACS, ref)])).rejects.toThrow(
      'is not a key of 32 bytes. Delete it to get a new one.',
    );
  });

  it.each([
    ['an unknown key', { KeyId: 'nobody' }, 'NotFoundException'],
    ['a key that signs', { KeyId: SIGNING }, 'InvalidKeyUsageException'],
    ['a symmetric key', { KeyId: SYMMETRIC }, 'InvalidKeyUsageException'],
    ['an algorithm of other keys', { MacAlgorithm: 'HMAC_SHA_512' as const }, 'InvalidKeyUsageException'],
    ['an unknown algorithm', { MacAlgorithm: 'SHA_256' as never }, 'ValidationException'],
    ['no message', { Message: new Uint8Array() }, 'ValidationException'],
    ['a message over 4,096 bytes', { Message: new Uint8Array(4097) }, 'ValidationException'],
  ])('refuses a code with %s', async (_what, changes, name) => {
    await expect(generateMac(changes)).rejects.toMatchObject({ name });
  });

  it('keeps a key, which only its owner may read, over a restart', async () => {
    const before = (await publicKey()).key.export({ format: 'jwk' });
    expect((await stat(join(dataDir, 'kms', `${SIGNING}.pem`))).mode & 0o777).toBe(0o600);
    await close();
    await open();
    expect((await publicKey()).key.export({ format: 'jwk' })).toEqual(before);
  });

  it.each([
    ['an unknown key', { KeyId: 'nobody' }, 'NotFoundException'],
    ['a symmetric key', { KeyId: SYMMETRIC }, 'InvalidKeyUsageException'],
    [
      'an algorithm of other keys',
      { SigningAlgorithm: 'ECDSA_SHA_384' as const },
      'InvalidKeyUsageException',
    ],
    ['an unknown algorithm', { SigningAlgorithm: 'ES256' as never }, 'ValidationException'],
    ['no message', { Message: new Uint8Array() }, 'ValidationException'],
    ['a message over 4,096 bytes', { Message: new Uint8Array(4097) }, 'ValidationException'],
    ['an unknown type of message', { MessageType: 'HASH' as never }, 'ValidationException'],
    ['a digest, which nothing here signs', { MessageType: 'DIGEST' as const }, 'NotImplemented'],
  ])('refuses to sign with %s', async (_what, changes, name) => {
    await expect(sign(changes)).rejects.toMatchObject({ name });
  });

  it('has no public half of a symmetric key, nor one of an unknown key', async () => {
    await expect(publicKey(SYMMETRIC)).rejects.toMatchObject({ name: 'UnsupportedOperationException' });
    await expect(publicKey('nobody')).rejects.toMatchObject({ name: 'NotFoundException' });
  });

  it('asks IAM about a key by its ARN', async () => {
    const kms = createKms({ dataDir });
    await kms.provision([aKey(SIGNS, SIGNING)]);
    const request = { operation: 'Sign', body: Buffer.from(JSON.stringify({ KeyId: SIGNING })) };
    expect(kms.accessChecks?.(request as never)).toEqual([{ action: 'kms:Sign', resource: arnOf(SIGNING) }]);
  });
});
