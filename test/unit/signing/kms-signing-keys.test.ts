import { generateKeyPairSync } from 'node:crypto';
import {
  DisabledException,
  GetPublicKeyCommand,
  KMSClient,
  KMSInvalidStateException,
} from '@aws-sdk/client-kms';
import { beforeEach, describe, expect, it } from 'vitest';
import { createKmsSigningKeys } from '../../../lambda/signing/adapters/kms-signing-keys.ts';
import { signingKey } from '../../../lambda/signing/contract.ts';
import { aKmsKey, answerAsKms } from '../../support/lambda/a-kms-key.ts';
import { mockedClient } from '../../support/lambda/mocked-client.ts';

const kms = mockedClient(KMSClient);
const keys = createKmsSigningKeys(new KMSClient({}), ['key-a', 'key-b']);
const b = aKmsKey();

beforeEach(() => {
  kms.reset();
  answerAsKms(kms, 'key-a', aKmsKey());
  answerAsKms(kms, 'key-b', b);
});

describe('the keys that verify proofs', () => {
  it('are the public halves of both, and nothing else', async () => {
    const listed = await keys.list();
    expect(listed).toHaveLength(2);
    for (const key of listed) expect(signingKey.parse(key)).toStrictEqual(key);
    expect(JSON.stringify(listed)).not.toContain('"d"');
  });

  it.each([DisabledException, KMSInvalidStateException])(
    'leave out one that was disabled or is deleted: %o',
    async (Refusal) => {
      kms
        .on(GetPublicKeyCommand, { KeyId: 'key-a' })
        .rejects(new Refusal({ message: 'key-a', $metadata: {} }));
      const { x } = b.publicKey.export({ format: 'jwk' });
      expect(await keys.list()).toMatchObject([{ x }]);
    },
  );

  it('are not listed while KMS does not answer, or for a key of another kind', async () => {
    kms.on(GetPublicKeyCommand, { KeyId: 'key-a' }).rejects(new Error('busy'));
    await expect(keys.list()).rejects.toThrow('busy');
    kms.on(GetPublicKeyCommand, { KeyId: 'key-a' }).resolves({});
    await expect(keys.list()).rejects.toThrow('no public key of key-a');
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' });
    const PublicKey = publicKey.export({ type: 'spki', format: 'der' });
    kms.on(GetPublicKeyCommand, { KeyId: 'key-a' }).resolves({ PublicKey });
    await expect(keys.list()).rejects.toThrow('not a key of the curve P-256');
  });
});
