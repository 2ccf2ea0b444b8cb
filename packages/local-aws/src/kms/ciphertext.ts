import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/*
 * A ciphertext: format, id of the key, nonce, tag, encrypted bytes. AES-256-GCM, as KMS uses for symmetric keys; the
 * encryption context and the key's id are authenticated with it (KMS Cryptographic Details, "Encrypt").
 */

const ALGORITHM = 'aes-256-gcm';
const FORMAT = 1;
const KEY_ID_BYTES = 16;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEAD_BYTES = 1 + KEY_ID_BYTES;

export type EncryptionContext = Readonly<Record<string, string>>;

export function encrypt(
  keyId: string,
  material: Buffer,
  plaintext: Buffer,
  context: EncryptionContext,
): Buffer {
  const head = Buffer.concat([Buffer.from([FORMAT]), Buffer.from(keyId.replaceAll('-', ''), 'hex')]);
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, material, nonce);
  cipher.setAAD(Buffer.concat([head, Buffer.from(canonical(context))]));
  const encrypted = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return Buffer.concat([head, nonce, cipher.getAuthTag(), encrypted]);
}

/** The key that a ciphertext names; undefined for bytes that are none of ours. */
export function keyIdOf(ciphertext: Buffer): string | undefined {
  if (ciphertext.length < HEAD_BYTES + NONCE_BYTES + TAG_BYTES || ciphertext[0] !== FORMAT) return undefined;
  const hex = ciphertext.toString('hex', 1, HEAD_BYTES);
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** The plaintext; undefined when the ciphertext, the key or the context is not the one that was used. */
export function decrypt(
  material: Buffer,
  ciphertext: Buffer,
  context: EncryptionContext,
): Buffer | undefined {
  const head = ciphertext.subarray(0, HEAD_BYTES);
  const nonce = ciphertext.subarray(HEAD_BYTES, HEAD_BYTES + NONCE_BYTES);
  const tag = ciphertext.subarray(HEAD_BYTES + NONCE_BYTES, HEAD_BYTES + NONCE_BYTES + TAG_BYTES);
  const decipher = createDecipheriv(ALGORITHM, material, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.concat([head, Buffer.from(canonical(context))]));
  decipher.setAuthTag(tag);
  try {
    const encrypted = ciphertext.subarray(HEAD_BYTES + NONCE_BYTES + TAG_BYTES);
    return Buffer.concat([decipher.update(encrypted), decipher.final()]);
  } catch {
    return undefined;
  }
}

/** The order of the pairs does not matter, so they are sorted. */
const canonical = (context: EncryptionContext): string =>
  JSON.stringify(Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1)));
