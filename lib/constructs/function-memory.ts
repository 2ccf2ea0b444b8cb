import type { FunctionName } from '../../lambda/api/functions.ts';

/** Decoding an image of 25 megapixels takes about 400 MB, and Lambda assigns a full vCPU at 1769 MB. */
const IMAGES_MB = 1769;
/** CPU comes with memory: merging ten million rows is some 250,000 small reads. */
const MERGE_MB = 1024;
/** A call that waits does so with hardly any CPU, and is paid for by its memory. */
const WAITING_MB = 256;
/** Lambda assigns CPU by memory: below 512 MB a cold start of the SDK takes over a second. */
const DEFAULT_MB = 512;

/** Functions that need more memory than the others. */
const MEMORY_MB: Readonly<Partial<Record<FunctionName, number>>> = {
  'check-image-quality': IMAGES_MB,
  'compare-faces': IMAGES_MB,
  'index-batch': IMAGES_MB,
  // logins, whose pictures are scaled down and cropped
  'registrations-api': IMAGES_MB,
  'merge-outcomes': MERGE_MB,
  'decision-api': WAITING_MB,
};

/** Memory of a function in MB, by which Lambda also assigns its share of a CPU and its price per second. */
export const memoryOf = (name: FunctionName): number => MEMORY_MB[name] ?? DEFAULT_MB;

/**
 * KB that a function may be larger than the SDK's clients it uses: schemas, logger, router and its own code.
 * `npm run bench -- lambda` prints every function's.
 */
export const MAX_KB_OVER_SDK = 165;
