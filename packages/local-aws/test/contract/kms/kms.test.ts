import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DecryptCommand,
  DescribeKeyCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  GenerateDataKeyWithoutPlaintextCommand,
  KMSClient,
} from '@aws-sdk/client-kms';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/clock.ts';
import { createKms } from '../../../src/kms/kms.ts';
import { ACCOUNT_ID, REGION, serveEmulator } from '../../../src/testing/serve-emulator.ts';

const LOCAL_KEY_ID = '0a1b2c3d-0000-4000-8000-000000000001';
const OTHER_LOCAL_KEY_ID = '0a1b2c3d-0000-4000-8000-000000000002';

/** The emulator with two keys, or AWS with `REMOTE=1` and two symmetric keys named by KMS_KEY_ID, KMS_OTHER_KEY_ID. */
async function aKms() {
  if (process.env.REMOTE === '1') {
    const client = new KMSClient({});
    return {
      client,
      keyId: process.env.KMS_KEY_ID,
      otherKeyId: process.env.KMS_OTHER_KEY_ID,
      close: async () => client.destroy(),
    };
  }
  const dataDir = await mkdtemp(join(tmpdir(), 'kms-contract-'));
  const kms = await createKms({ dataDir, clock: systemClock, region: REGION, accountId: ACCOUNT_ID });
  await kms.provision(
    [LOCAL_KEY_ID, OTHER_LOCAL_KEY_ID].map((ref) => ({
      stack: 'Data',
      logicalId: `Key${ref}`,
      type: 'AWS::KMS::Key',
      properties: {},
      ref,
      arn: `arn:aws:kms:${REGION}:${ACCOUNT_ID}:key/${ref}`,
      deletionPolicy: 'Retain',
    })),
  );
  const served = await serveEmulator(kms);
  const client = new KMSClient({ ...served.clientConfig, maxAttempts: 1 });
  return {
    client,
    keyId: LOCAL_KEY_ID,
    otherKeyId: OTHER_LOCAL_KEY_ID,
    close: async () => {
      client.destroy();
      await served.close();
      await rm(dataDir, { recursive: true });
    },
  };
}

describe('KMS', () => {
  let kms: Awaited<ReturnType<typeof aKms>>;
  const Plaintext = Buffer.from('a secret');
  const EncryptionContext = { tenant: 'acme', purpose: 'test' };
  beforeAll(async () => {
    kms = await aKms();
  });
  afterAll(() => kms.close());

  const encrypt = async (more: object = {}) =>
    (await kms.client.send(new EncryptCommand({ KeyId: kms.keyId, Plaintext, ...more }))).CiphertextBlob;
  const decrypt = (CiphertextBlob: Uint8Array | undefined, more: object = {}) =>
    kms.client.send(new DecryptCommand({ CiphertextBlob, ...more }));

  it('decrypts what it has encrypted, whatever the order of the context', async () => {
    const ciphertext = await encrypt({ EncryptionContext });
    const decrypted = await decrypt(ciphertext, { EncryptionContext: { purpose: 'test', tenant: 'acme' } });
    expect(Buffer.from(decrypted.Plaintext ?? [])).toEqual(Plaintext);
    expect(decrypted.KeyId).toMatch(/^arn:aws:kms:.+:key\/.+/);
  });

  it('never encrypts the same text to the same bytes', async () => {
    expect(await encrypt()).not.toEqual(await encrypt());
  });

  it.each([
    ['without its context', {}],
    ['with another context', { EncryptionContext: { tenant: 'other', purpose: 'test' } }],
    ['with more context', { EncryptionContext: { ...EncryptionContext, more: 'x' } }],
  ])('refuses to decrypt %s', async (_, more) => {
    await expect(decrypt(await encrypt({ EncryptionContext }), more)).rejects.toMatchObject({
      name: 'InvalidCiphertextException',
    });
  });

  it('refuses a ciphertext in which one bit has changed', async () => {
    const ciphertext = Buffer.from((await encrypt()) ?? []);
    ciphertext[ciphertext.length - 1] = (ciphertext.at(-1) ?? 0) ^ 1;
    await expect(decrypt(ciphertext)).rejects.toMatchObject({ name: 'InvalidCiphertextException' });
  });

  it('refuses to decrypt under another key than the one that was used', async () => {
    await expect(decrypt(await encrypt(), { KeyId: kms.otherKeyId })).rejects.toMatchObject({
      name: 'IncorrectKeyException',
    });
  });

  it('makes data keys that only it can decrypt', async () => {
    const dataKey = await kms.client.send(
      new GenerateDataKeyCommand({ KeyId: kms.keyId, KeySpec: 'AES_256', EncryptionContext }),
    );
    expect(dataKey.Plaintext).toHaveLength(32);
    expect((await decrypt(dataKey.CiphertextBlob, { EncryptionContext })).Plaintext).toEqual(
      dataKey.Plaintext,
    );
    const hidden = await kms.client.send(
      new GenerateDataKeyWithoutPlaintextCommand({ KeyId: kms.keyId, NumberOfBytes: 64 }),
    );
    expect(hidden).not.toHaveProperty('Plaintext');
    expect((await decrypt(hidden.CiphertextBlob)).Plaintext).toHaveLength(64);
  });

  it('describes an enabled symmetric key', async () => {
    const { KeyMetadata } = await kms.client.send(new DescribeKeyCommand({ KeyId: kms.keyId }));
    expect(KeyMetadata).toMatchObject({ KeyState: 'Enabled', KeySpec: 'SYMMETRIC_DEFAULT' });
  });

  it('refuses a key that does not exist', async () => {
    await expect(encrypt({ KeyId: '00000000-0000-4000-8000-00000000dead' })).rejects.toMatchObject({
      name: 'NotFoundException',
    });
    await expect(encrypt({ KeyId: 'alias/nobody' })).rejects.toMatchObject({ name: 'NotFoundException' });
  });

  it('refuses more than 4 KB of plaintext', async () => {
    await expect(encrypt({ Plaintext: Buffer.alloc(4097) })).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });
});
