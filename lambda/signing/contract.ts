import * as z from 'zod/mini';

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
