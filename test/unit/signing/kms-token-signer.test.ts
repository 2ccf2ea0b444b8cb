import { GetPublicKeyCommand, KMSClient, SignCommand } from '@aws-sdk/client-kms';
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import { beforeEach, describe, expect, it } from 'vitest';
import { createKmsSigningKeys } from '../../../lambda/signing/adapters/kms-signing-keys.ts';
import { createKmsTokenSigner } from '../../../lambda/signing/adapters/kms-token-signer.ts';
import { claimsOf, PROOF_TYPE, proofOf } from '../../../lambda/step-up/domain/step-up-proof.ts';
import { aKmsKey, answerAsKms } from '../../support/lambda/a-kms-key.ts';
import { aStepUp } from '../../support/lambda/a-step-up.ts';
import { minutesAfter } from '../../support/lambda/builders.ts';
import { mockedClient } from '../../support/lambda/mocked-client.ts';

const kms = mockedClient(KMSClient);
const client = new KMSClient({});
const claims = claimsOf(proofOf(aStepUp()), 'test');
const [a, b] = [aKmsKey(), aKmsKey()];

beforeEach(() => {
  kms.reset();
  answerAsKms(kms, 'key-a', a);
  answerAsKms(kms, 'key-b', b);
});

const keySet = async (ids = ['key-a', 'key-b']) =>
  createLocalJWKSet({
    keys: [...(await createKmsSigningKeys(client, ids).list())],
  } as unknown as JSONWebKeySet);
const verified = async (token: string, ids?: string[]) =>
  jwtVerify(token, await keySet(ids), {
    typ: PROOF_TYPE,
    issuer: 'face-idv-test',
    audience: 'acme',
    algorithms: ['ES256'],
    currentDate: minutesAfter(1),
  });

describe('a token that KMS signs', () => {
  it.each(['key-a', 'key-b'])('is what jose verifies by the key set, with %s', async (keyId) => {
    const { payload, protectedHeader } = await verified(
      await createKmsTokenSigner(client, keyId).sign(PROOF_TYPE, claims),
    );
    expect(payload).toEqual(claims);
    expect(protectedHeader).toMatchObject({ alg: 'ES256', typ: PROOF_TYPE });
    expect(kms.commandCalls(SignCommand)[0]?.args[0].input).toMatchObject({
      KeyId: keyId,
      MessageType: 'RAW',
      SigningAlgorithm: 'ECDSA_SHA_256',
    });
  });

  it('is refused by a key set without its key', async () => {
    const token = await createKmsTokenSigner(client, 'key-a').sign(PROOF_TYPE, claims);
    await expect(verified(token, ['key-b'])).rejects.toThrow('no applicable key found');
  });

  it('asks for the public half once, and again after a failure', async () => {
    const signer = createKmsTokenSigner(client, 'key-a');
    kms.on(GetPublicKeyCommand, { KeyId: 'key-a' }).rejectsOnce(new Error('busy'));
    await expect(signer.sign(PROOF_TYPE, claims)).rejects.toThrow('busy');
    answerAsKms(kms, 'key-a', a);
    await signer.sign(PROOF_TYPE, claims);
    await signer.sign(PROOF_TYPE, claims);
    expect(kms.commandCalls(GetPublicKeyCommand)).toHaveLength(2);
  });

  it('fails if KMS answers without a signature', async () => {
    kms.on(SignCommand).resolves({});
    await expect(createKmsTokenSigner(client, 'key-a').sign(PROOF_TYPE, claims)).rejects.toThrow(
      'no signature',
    );
  });
});
