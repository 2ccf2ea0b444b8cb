import { createHash, createPublicKey, generateKeyPair, type KeyObject, sign, verify } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { openPrivateKey } from '../stored-private-key.ts';

/** Claims of a token; times are seconds since the epoch. */
export type TokenClaims = Readonly<Record<string, unknown>> & {
  readonly iss: string;
  readonly sub: string;
  readonly token_use: 'access' | 'id';
  readonly exp: number;
};

/** One key of a JSON Web Key Set (RFC 7517). */
export type Jwk = {
  readonly kty: 'RSA';
  readonly n: string;
  readonly e: string;
  readonly kid: string;
  readonly alg: 'RS256';
  readonly use: 'sig';
};

/** A token that must not be believed. */
export class InvalidTokenError extends Error {
  override readonly name = 'InvalidTokenError';
  readonly reason: 'malformed' | 'signature' | 'issuer' | 'expired';

  constructor(reason: InvalidTokenError['reason']) {
    super(`The token is not valid: ${reason}.`);
    this.reason = reason;
  }
}

/** The RSA key of this installation: tokens of one laptop are worth nothing on another. */
export interface SigningKey {
  readonly jwk: Jwk;
  sign(claims: TokenClaims): string;
  /**
   * The claims of a token that this key signed. Throws {@link InvalidTokenError}; does not look at the clock.
   */
  read(token: string): TokenClaims;
}

/** Cognito signs with RSA of this size. */
const MODULUS_BITS = 2048;

/** Reads the key of `directory`, or makes it at the first start; only its owner may read the file. */
export async function openSigningKey(directory: string): Promise<SigningKey> {
  const file = join(directory, 'signing-key.pem');
  const privateKey = await openPrivateKey(file, makeKey);
  const publicKey = createPublicKey(privateKey);
  const { n, e } = publicKey.export({ format: 'jwk' });
  if (n === undefined || e === undefined) throw new Error(`${file} does not hold an RSA key.`);
  const kid = createHash('sha256').update(n).digest('base64');
  const jwk: Jwk = { kty: 'RSA', n, e, kid, alg: 'RS256', use: 'sig' };
  const header = encode({ kid, alg: 'RS256' });

  return {
    jwk,
    sign: (claims) => {
      const content = `${header}.${encode(claims)}`;
      return `${content}.${sign('RSA-SHA256', Buffer.from(content), privateKey).toString('base64url')}`;
    },
    read: (token) => {
      const [head, body, signature, ...rest] = token.split('.');
      if (!head || !body || !signature || rest.length > 0) throw new InvalidTokenError('malformed');
      const content = Buffer.from(`${head}.${body}`);
      // the algorithm is ours, never the token's own word for it
      if (!verify('RSA-SHA256', content, publicKey, Buffer.from(signature, 'base64url'))) {
        throw new InvalidTokenError('signature');
      }
      return JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as TokenClaims;
    },
  };
}

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

const makeKey = async (): Promise<KeyObject> =>
  (await promisify(generateKeyPair)('rsa', { modulusLength: MODULUS_BITS })).privateKey;
