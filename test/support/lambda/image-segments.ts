import { crc32 } from 'node:zlib';

/** A segment of a JPEG. */
export const segment = (marker: number, payload: Buffer): Buffer => {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(payload.length + 2, 2);
  return Buffer.concat([head, payload]);
};

/** A chunk of a PNG, with its checksum. */
export const chunk = (name: string, payload: Buffer): Buffer => {
  const bytes = Buffer.alloc(12 + payload.length);
  bytes.writeUInt32BE(payload.length, 0);
  bytes.write(name, 4, 'latin1');
  payload.copy(bytes, 8);
  bytes.writeUInt32BE(crc32(bytes.subarray(4, 8 + payload.length)), 8 + payload.length);
  return bytes;
};

export const ORIENTATION = 0x0112;
export const SOMETHING_ELSE = 0x0110;
/** Types of an entry (TIFF 6.0, section 2). */
export type TiffType = 1 | 3 | 4;

/** A TIFF block of one directory, which claims to hold the first `entries` of these; big-endian by default. */
export const tiff = (
  tags: readonly (readonly [tag: number, value: number])[],
  { order = 'MM', entries = tags.length, type = 3 as TiffType } = {},
): Buffer => {
  const bytes = Buffer.alloc(10 + tags.length * 12 + 4);
  const write = (value: number, at: number, length: number) =>
    order === 'MM' ? bytes.writeUIntBE(value, at, length) : bytes.writeUIntLE(value, at, length);
  bytes.write(order, 0, 'latin1');
  write(42, 2, 2);
  write(8, 4, 4);
  write(entries, 8, 2);
  for (const [index, [tag, value]] of tags.entries()) {
    const at = 10 + index * 12;
    write(tag, at, 2);
    write(type, at + 2, 2);
    write(1, at + 4, 4);
    write(value, at + 8, type === 1 ? 1 : type === 3 ? 2 : 4);
  }
  return bytes;
};

/** EXIF of a JPEG around a TIFF block. */
export const exif = (block: Buffer, name = 'Exif\0\0'): Buffer =>
  segment(0xe1, Buffer.concat([Buffer.from(name, 'latin1'), block]));

/** Parts of a JPEG between its start and its pixels, and the rest from the pixels on. */
export function partsOfJpeg(jpeg: Buffer): { readonly segments: Buffer[]; readonly pixels: Buffer } {
  const segments: Buffer[] = [];
  let at = 2;
  while (jpeg[at + 1] !== 0xda) {
    const end = at + 2 + jpeg.readUInt16BE(at + 2);
    segments.push(jpeg.subarray(at, end));
    at = end;
  }
  return { segments, pixels: jpeg.subarray(at) };
}

/** Puts parts in places of a list: before the first, between two, or behind the last. */
export function withParts(
  list: readonly Buffer[],
  parts: readonly { readonly bytes: Buffer; readonly place: number }[],
): Buffer[] {
  return Array.from({ length: list.length + 1 }, (_, index) => [
    ...parts.filter(({ place }) => place % (list.length + 1) === index).map(({ bytes }) => bytes),
    ...(list[index] ? [list[index]] : []),
  ]).flat();
}
