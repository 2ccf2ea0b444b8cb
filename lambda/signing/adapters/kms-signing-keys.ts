import { createPublicKey } from 'node:crypto';
import {
  DisabledException,
  GetPublicKeyCommand,
  type KMSClient,
  KMSInvalidStateException,
} from '@aws-sdk/client-kms';
import type { SigningKey } from '../contract.ts';
import { thumbprintOf } from '../domain/json-web-signature.ts';
import type { SigningKeys } from '../ports/signing-keys.ts';

/**
 * Reads the public half of a key of KMS.
 * @throws what KMS answers, and Error if the key is not one of the curve P-256
 */
export async function readSigningKey(client: KMSClient, keyId: string): Promise<SigningKey> {
  const { PublicKey } = await client.send(new GetPublicKeyCommand({ KeyId: keyId }));
  if (!PublicKey) throw new Error(`KMS returned no public key of ${keyId}`);
  const { crv, x, y } = createPublicKey({
    key: Buffer.from(PublicKey),
    format: 'der',
    type: 'spki',
  }).export({ format: 'jwk' });
  if (crv !== 'P-256' || x === undefined || y === undefined)
    throw new Error(`${keyId} is not a key of the curve P-256`);
  return { kty: 'EC', crv, x, y, kid: thumbprintOf({ x, y }), use: 'sig', alg: 'ES256' };
}

/** The public halves of keys of KMS. A key that an operator has disabled or deleted is left out. */
export const createKmsSigningKeys = (client: KMSClient, keyIds: readonly string[]): SigningKeys => ({
  async list() {
    const found = await Promise.all(
      keyIds.map((keyId) =>
        readSigningKey(client, keyId).catch((error: unknown) => {
          if (error instanceof DisabledException || error instanceof KMSInvalidStateException) return [];
          throw error;
        }),
      ),
    );
    return found.flat();
  },
});
