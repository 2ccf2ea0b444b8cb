import { createHmac } from 'node:crypto';

/** Beginning of a secret, by which people and scanners of leaked secrets recognize it. */
const PREFIX = 'whsec_';
/** Bytes of a secret; the specification asks for 24 to 64. */
export const SECRET_BYTES = 32;

/** Writes a secret as the specification does. @param bytes random ones */
export const secretOf = (bytes: Uint8Array): string => `${PREFIX}${Buffer.from(bytes).toString('base64')}`;

/** A message to sign. */
export interface SignedMessage {
  /** Same for every attempt; has no full stop. */
  readonly id: string;
  /** Of the attempt: receivers refuse one that is more than some minutes old. */
  readonly timestamp: Date;
  readonly body: string;
}

/**
 * Returns the headers of Standard Webhooks 1.0.0: HMAC-SHA256 of id, timestamp and body, one signature for
 * each secret, so that a receiver knows either of two while they are exchanged.
 * @param secrets as {@link secretOf} writes them
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function signedHeaders({ id, timestamp, body }: SignedMessage, secrets: readonly string[]) {
  const seconds = Math.floor(timestamp.getTime() / 1000);
  const content = `${id}.${seconds}.${body}`;
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
    return `v1,${createHmac('sha256', key).update(content).digest('base64')}`;
  });
  return {
    'webhook-id': id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': signatures.join(' '),
  } as const;
}
