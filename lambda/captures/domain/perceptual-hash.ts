/** Size in pixels of the gray image that a hash is made of: four for each frequency that it keeps. */
export const HASHED = { width: 64, height: 64 } as const;

/** Frequencies of each direction that a hash keeps, the lowest ones. */
const FREQUENCIES = 16;

/** Ours: in a flatter image, noise decides each bit. */
const MIN_CONTRAST = 16;

/** Lengths in bits: of a hash, and of a band of it. */
const HASH_BITS = FREQUENCIES ** 2;
const BAND_BITS = 16;
const HEX_DIGIT_BITS = 4;

/**
 * Bands by which a hash is found again, those of the lowest frequencies: of copies that lack 2 % of one side
 * and are near enough, `npm run bench -- near-copies` finds 97 % by eight of them.
 */
export const BANDS = 8;

/** Row and column of each frequency, the lowest first; the first one is the brightness. */
const ORDER = Array.from({ length: HASH_BITS }, (_, index) => ({
  row: Math.floor(index / FREQUENCIES),
  column: index % FREQUENCIES,
})).sort((one, other) => one.row + one.column - (other.row + other.column) || one.row - other.row);

/** Cosines of a discrete cosine transform (DCT-II), by frequency and pixel. */
const COSINES = Array.from({ length: FREQUENCIES }, (_, frequency) =>
  Array.from({ length: HASHED.width }, (_, pixel) =>
    Math.cos(((2 * pixel + 1) * frequency * Math.PI) / (2 * HASHED.width)),
  ),
);

const dot = (cosines: readonly number[], valueAt: (index: number) => number): number =>
  cosines.reduce((sum, cosine, index) => sum + cosine * valueAt(index), 0);

/**
 * Returns a hash of how a picture looks, which survives recompression, scaling and a narrow crop: whether
 * each of its low frequencies is stronger than their median (pHash). Its first bits are those of the lowest
 * ones.
 * @param gray the image in {@link HASHED} pixels, a byte each, row by row
 * @returns 64 hex digits; undefined for an image without contrast
 */
export function perceptualHash(gray: Uint8Array): string | undefined {
  if (Math.max(...gray) - Math.min(...gray) < MIN_CONTRAST) return undefined;
  const rows = Array.from({ length: HASHED.height }, (_, row) =>
    COSINES.map((cosines) => dot(cosines, (pixel) => gray[row * HASHED.width + pixel] ?? 0)),
  );
  const strengths = ORDER.map(({ row, column }) =>
    dot(COSINES[row] ?? [], (pixel) => rows[pixel]?.[column] ?? 0),
  );
  // the brightness says nothing about what is seen, and would always be the strongest
  const [, ...frequencies] = strengths;
  const median = [...frequencies].sort((one, other) => one - other)[frequencies.length >> 1] ?? 0;
  const bits = `0${frequencies.map((strength) => (strength > median ? '1' : '0')).join('')}`;
  return BigInt(`0b${bits}`)
    .toString(16)
    .padStart(HASH_BITS / HEX_DIGIT_BITS, '0');
}

/** Number of bits in which two hashes differ (Hamming distance). */
export const differentBits = (one: string, other: string): number =>
  (BigInt(`0x${one}`) ^ BigInt(`0x${other}`)).toString(2).replaceAll('0', '').length;

/** A part of a hash: pictures that look the same have one of them in common, except for rare ones. */
export interface HashBand {
  /** Place in the hash, from 0. */
  readonly index: number;
  /** Hex digits. */
  readonly value: string;
}

/** Returns the bands of a hash by which pictures that look the same are found. */
export const bandsOf = (hash: string): readonly HashBand[] => {
  const digits = BAND_BITS / HEX_DIGIT_BITS;
  return Array.from({ length: BANDS }, (_, index) => ({
    index,
    value: hash.slice(index * digits, (index + 1) * digits),
  }));
};
