import { type KMSClient, SignCommand } from '@aws-sdk/client-kms';
import { compactOf, rawSignature, signingInput } from '../domain/json-web-signature.ts';
import type { TokenSigner } from '../ports/token-signer.ts';
import { readSigningKey } from './kms-signing-keys.ts';

/** Signs with a key of KMS, which never leaves it. */
export function createKmsTokenSigner(client: KMSClient, keyId: string): TokenSigner {
  let known: Promise<string> | undefined;
  // a key's public half never changes
  const kid = async (): Promise<string> => {
    known ??= readSigningKey(client, keyId).then((key) => key.kid);
    try {
      return await known;
    } catch (error) {
      known = undefined;
      throw error;
    }
  };
  return {
    async sign(typ, claims) {
      const input = signingInput({ alg: 'ES256', typ, kid: await kid() }, claims);
      const { Signature } = await client.send(
        new SignCommand({
          KeyId: keyId,
          // KMS takes 4,096 bytes at most, and claims have about a fifth of that
          Message: Buffer.from(input),
          MessageType: 'RAW',
          SigningAlgorithm: 'ECDSA_SHA_256',
        }),
      );
      if (!Signature) throw new Error(`KMS returned no signature by ${keyId}`);
      return compactOf(input, rawSignature(Signature));
    },
  };
}
