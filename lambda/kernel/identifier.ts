/** Crockford's base 32 in lowercase: no i, l, o, u, so that an id can be read aloud. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const TIME_CHARACTERS = 10;
/** 16 characters of 5 bits. */
export const RANDOM_BYTES = 10;

/** Prefixes of ids, by the kind of object. */
export const ID_PREFIXES = {
  verificationSession: 'vs',
  image: 'img',
  document: 'doc',
  indexJob: 'ij',
  userVector: 'uv',
  migration: 'mig',
  reconciliation: 'rec',
  replication: 'rep',
  reviewCase: 'rc',
  auditEntry: 'aud',
  stepUpProof: 'sup',
  watchlistEntry: 'wle',
  captureLink: 'cl',
  repudiationLink: 'rl',
  consentReceipt: 'cr',
  event: 'evt',
  webhookEndpoint: 'we',
  webhookSecret: 'ws',
  webhookDelivery: 'wd',
  webhookReplay: 'wr',
  erasure: 'era',
} as const;
export type IdPrefix = (typeof ID_PREFIXES)[keyof typeof ID_PREFIXES];

/**
 * A prefixed ULID, such as `vs_01jd3x...`: 48 bits of
 * time, then 80 random bits, so that ids sort by creation.
 * @param random 10 random bytes
 */
export function createIdentifier(prefix: IdPrefix, now: Date, random: Uint8Array): string {
  let bits = 0n;
  for (const byte of random.subarray(0, RANDOM_BYTES)) bits = (bits << 8n) | BigInt(byte);
  let randomPart = '';
  for (let index = 0; index < (RANDOM_BYTES * 8) / 5; index += 1) {
    randomPart = ALPHABET.charAt(Number(bits & 31n)) + randomPart;
    bits >>= 5n;
  }
  return `${firstOf(prefix, now)}${randomPart}`;
}

/** Returns text that sorts after every id created before a time, and before every other one. */
export function firstOf(prefix: IdPrefix, time: Date): string {
  let rest = time.getTime();
  let timePart = '';
  for (let index = 0; index < TIME_CHARACTERS; index += 1) {
    timePart = ALPHABET.charAt(rest % 32) + timePart;
    rest = Math.floor(rest / 32);
  }
  return `${prefix}_${timePart}`;
}

/** Matches the ids with this prefix, and no other text. */
export const identifierPattern = (prefix: IdPrefix): RegExp =>
  new RegExp(`^${prefix}_[${ALPHABET}]{${TIME_CHARACTERS + (RANDOM_BYTES * 8) / 5}}$`);

/** Returns an id in another form: the id of the one object of that kind that comes of the first. */
export const inForm = (identifier: string, prefix: IdPrefix): string =>
  `${prefix}${identifier.slice(identifier.indexOf('_'))}`;

/** Returns when an id was created; undefined for any other text. */
export function creationTimeOf(identifier: string): Date | undefined {
  const time = /^[a-z]+_([0-9a-hjkmnp-tv-z]{10})[0-9a-hjkmnp-tv-z]{16}$/.exec(identifier)?.[1];
  if (time === undefined) return undefined;
  return new Date([...time].reduce((sum, character) => sum * 32 + ALPHABET.indexOf(character), 0));
}
