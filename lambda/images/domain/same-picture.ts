/** Size of the gray image that a difference hash is made of: one column more than it has bits per row. */
export const HASHED = { width: 9, height: 8 } as const;

/**
 * Ours: of 101 photos, scaled, brightened and recompressed copies
 * differ by 0 to 4 of 64 bits, and photos of two people by 11 or more.
 */
const MAX_DIFFERENT_BITS = 4;

/** Ours: in a flatter image, noise decides each bit. */
const MIN_CONTRAST = 16;

/** An image as uploaded, and how it looks. */
export interface PictureIdentity {
  /** Lowercase hex SHA-256 of the uploaded bytes. */
  readonly sha256: string;
  /** 16 hex digits; absent for an image without contrast. */
  readonly difference_hash?: string | undefined;
}

/**
 * Returns a hash of how an image looks, which survives scaling, recompression and changed
 * brightness: whether each pixel of a tiny copy is brighter than its right neighbor (dHash).
 * @param gray the image in {@link HASHED} pixels, a byte each, row by row
 * @returns undefined for an image without contrast
 */
export function differenceHash(gray: Uint8Array): string | undefined {
  if (Math.max(...gray) - Math.min(...gray) < MIN_CONTRAST) return undefined;
  let bits = 0n;
  for (let row = 0; row < HASHED.height; row += 1) {
    for (let column = 1; column < HASHED.width; column += 1) {
      const at = row * HASHED.width + column;
      bits = (bits << 1n) | ((gray[at - 1] ?? 0) > (gray[at] ?? 0) ? 1n : 0n);
    }
  }
  return bits.toString(16).padStart(16, '0');
}

/** Whether two uploads are the same picture: the same bytes, or the same looks. */
export function isSamePicture(one: PictureIdentity, other: PictureIdentity): boolean {
  if (one.sha256 === other.sha256) return true;
  if (one.difference_hash === undefined || other.difference_hash === undefined) return false;
  const different = BigInt(`0x${one.difference_hash}`) ^ BigInt(`0x${other.difference_hash}`);
  return different.toString(2).replaceAll('0', '').length <= MAX_DIFFERENT_BITS;
}
