import * as z from 'zod/mini';
import { userId } from '../kernel/user-id.ts';

/** A public key of a key set (RFC 7517). */
export const signingKey = z.object({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string(),
  y: z.string(),
  kid: z.string().check(z.describe('Thumbprint of the key (RFC 7638).')),
  use: z.literal('sig'),
  alg: z.literal('ES256'),
});
export type SigningKey = z.infer<typeof signingKey>;

export const signingKeySet = z
  .object({ keys: z.array(signingKey) })
  .register(z.globalRegistry, { id: 'SigningKeySet', description: 'A JSON Web Key Set (RFC 7517).' });
export type SigningKeySet = z.infer<typeof signingKeySet>;

export const consumedProof = z
  .object({
    jti: z.string(),
    session_id: z.string().check(z.describe('The step-up that it proves.')),
    user_id: userId,
    acr: z.string(),
    transaction_sha256: z
      .string()
      .check(z.describe('Compare it with the hash of the transaction that is about to be executed.')),
    auth_time: z.int().check(z.describe('When the step-up was approved, in seconds since 1970.')),
    consumed_at: z.iso.datetime(),
  })
  .register(z.globalRegistry, { id: 'ConsumedStepUpProof' });
export type ConsumedProof = z.infer<typeof consumedProof>;
