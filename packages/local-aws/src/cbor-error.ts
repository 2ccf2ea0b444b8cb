/** Major types of CBOR in the first three bits (RFC 8949, section 3). */
const TEXT = 0x60;
const MAP = 0xa0;
/** A length of up to 23 is in the head itself; one and two bytes follow these values. */
const MAX_IN_HEAD = 23;
const ONE_BYTE = 24;
const TWO_BYTES = 25;

/** Encodes the members of an error, which are texts, as clients of rpc-v2-cbor read them. */
export function cborOfTexts(members: Readonly<Record<string, string>>): Buffer {
  const texts = Object.entries(members).flat().map(text);
  return Buffer.concat([Buffer.from([MAP | Object.keys(members).length]), ...texts]);
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  const { length } = bytes;
  const head =
    length <= MAX_IN_HEAD
      ? [TEXT | length]
      : length <= 0xff
        ? [TEXT | ONE_BYTE, length]
        : [TEXT | TWO_BYTES, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from(head), bytes]);
}
