import { GenerateMacCommand, type KMSClient } from '@aws-sdk/client-kms';
import type { SubjectHash } from '../kernel/ports/subject-hash.ts';
import { recentlyUsed } from '../kernel/recently-used.ts';

/** Hashes kept in a process; one has 43 characters. */
const MAX_KEPT = 1_000;

/** Between tenant and user id; neither holds it, so that no two pairs give one message. */
const SEPARATOR = '\0';

/**
 * Hashes by a key of KMS, which never leaves it. The key is not rotated: KMS has no rotation for HMAC keys,
 * and another key would give other hashes.
 * @param keyId key of the spec HMAC_256
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/hmac.html
 */
export function createKmsSubjectHash(client: KMSClient, keyId: string): SubjectHash {
  const ask = async (message: string): Promise<string> => {
    const { Mac } = await client.send(
      new GenerateMacCommand({ KeyId: keyId, Message: Buffer.from(message), MacAlgorithm: 'HMAC_SHA_256' }),
    );
    if (!Mac) throw new Error(`KMS returned no code by ${keyId}`);
    return Buffer.from(Mac).toString('base64url');
  };
  const kept = recentlyUsed(MAX_KEPT, (): { hash?: Promise<string> } => ({}));
  return async (tenant, userId) => {
    const message = `${tenant}${SEPARATOR}${userId}`;
    const entry = kept(message);
    entry.hash ??= ask(message);
    try {
      return await entry.hash;
    } catch (error) {
      // a failure is not kept
      delete entry.hash;
      throw error;
    }
  };
}
