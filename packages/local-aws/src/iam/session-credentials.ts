import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Credentials as the SDK takes them. */
export interface SessionCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** One use of a role by one caller. */
export interface RoleSession {
  readonly roleArn: string;
  /** Last part of the session's ARN. */
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Policy document that limits the session, if one was given. */
  readonly policy?: unknown;
  /** Milliseconds since the epoch; missing where the session lasts as long as the installation. */
  readonly expiresAt?: number;
}

/**
 * Makes and reads credentials. A session is in its token, signed: nothing has to be kept, and what was given
 * out before a restart is good after it.
 */
export interface CredentialMaker {
  /** Credentials of a session. With `stable`, the same session gives the same access key. */
  make(session: RoleSession, stable: boolean): SessionCredentials;
  /** Secret of an access key that was made here; undefined for any other. */
  secretOf(accessKeyId: string): string | undefined;
  /** The session of a token that was made here for that access key; undefined for any other. */
  read(accessKeyId: string, sessionToken: string): RoleSession | undefined;
}

const SECRET_BYTES = 32;
/** Access key ids of temporary credentials begin so (IAM user guide, "IAM identifiers"). */
const KEY_PREFIX = 'ASIA';
/** Half of the 16 characters behind the prefix name the key, half prove that it was made here. */
const KEY_HALF = 8;
const SECRET_KEY_LENGTH = 40;
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Opens the maker whose secret is kept in `dataDir`, readable by its owner alone. */
export async function openCredentialMaker(dataDir: string): Promise<CredentialMaker> {
  const secret = await openSecret(join(dataDir, 'iam'));
  const mac = (purpose: string, text: string) =>
    createHmac('sha256', secret).update(`${purpose}\0${text}`).digest();
  const keyIdOf = (half: string) => `${KEY_PREFIX}${half}${base32(mac('key-id', half))}`;
  const secretKeyOf = (keyId: string) =>
    mac('secret-key', keyId).toString('base64').slice(0, SECRET_KEY_LENGTH);

  return {
    make: (session, stable) => {
      const payload = JSON.stringify(session);
      const accessKeyId = keyIdOf(base32(stable ? mac('stable', payload) : randomBytes(KEY_HALF)));
      const content = Buffer.from(payload).toString('base64url');
      const signature = mac('token', `${accessKeyId}.${content}`).toString('base64url');
      return {
        accessKeyId,
        secretAccessKey: secretKeyOf(accessKeyId),
        sessionToken: `${content}.${signature}`,
      };
    },
    secretOf: (keyId) => {
      const half = keyId.slice(KEY_PREFIX.length, KEY_PREFIX.length + KEY_HALF);
      return keyId === keyIdOf(half) ? secretKeyOf(keyId) : undefined;
    },
    read: (keyId, token) => {
      const [content = '', signature = ''] = token.split('.');
      const expected = mac('token', `${keyId}.${content}`);
      const given = Buffer.from(signature, 'base64url');
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
      return JSON.parse(Buffer.from(content, 'base64url').toString('utf8')) as RoleSession;
    },
  };
}

/** First {@link KEY_HALF} letters of bytes, five bits each. */
const base32 = (bytes: Buffer): string =>
  [...bytes.subarray(0, KEY_HALF)].map((byte) => BASE32.charAt(byte % BASE32.length)).join('');

async function openSecret(directory: string): Promise<Buffer> {
  const file = join(directory, 'credentials-secret');
  await mkdir(directory, { recursive: true, mode: 0o700 });
  try {
    return await readFile(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const secret = randomBytes(SECRET_BYTES);
  await writeFile(`${file}.new`, secret, { mode: 0o600, flush: true });
  await rename(`${file}.new`, file);
  return secret;
}
