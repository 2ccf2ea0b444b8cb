import sharp from 'sharp';
import type { AnalyzedFace, RawImage } from '../../src/faces/analysis.ts';
import type { FaceEngine } from '../../src/faces/face-engine.ts';
import { ImageError } from '../../src/faces/image-error.ts';

/**
 * An engine to which a block of a saturated color is a face, and its hue (red, green or blue) whose face it
 * is. What liveness makes of faces can so be tested in milliseconds, with people who are certain.
 */
export const blockFaceEngine: FaceEngine = {
  analyze: async ({ image, attributes, embeddings }) => {
    const raw = Buffer.isBuffer(image) ? await decode(image) : (image as RawImage);
    const faces = [0, 1, 2].flatMap((hue) => findBlock(raw, hue) ?? []);
    return {
      width: raw.width,
      height: raw.height,
      orientationCorrected: false,
      faces: faces
        .sort((a, b) => b.box.width * b.box.height - a.box.width * a.box.height)
        .map(({ hue, ...face }) => ({
          ...face,
          ...(attributes && { attributes: PLAIN_ATTRIBUTES }),
          ...(embeddings && { embedding: Float32Array.from([0, 1, 2], (i) => (i === hue ? 1 : 0)) }),
        })),
    };
  },
  similarity: (_version, a, b) => 100 * a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0),
  embeddingSize: () => 3,
  crop: () => Promise.reject(new Error('liveness cuts its own crops')),
  toJpeg: () => Promise.reject(new Error('liveness encodes its own images')),
  decode,
  close: async () => {},
};

export type Hue = 'red' | 'green' | 'blue';

export interface Block {
  readonly hue: Hue;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** A photo of block faces on gray, as JPEG. */
export async function aPhoto(blocks: readonly Block[], width = 640, height = 480): Promise<Buffer> {
  const rectangles = blocks.map(
    ({ hue, left, top, width: w, height: h }) =>
      `<rect x="${left}" y="${top}" width="${w}" height="${h}" fill="${FILLS[hue]}"/>`,
  );
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="#888"/>${rectangles.join('')}</svg>`;
  return sharp(Buffer.from(svg)).jpeg({ quality: 95 }).toBuffer();
}

const FILLS: Readonly<Record<Hue, string>> = { red: '#d01010', green: '#10d010', blue: '#1010d0' };

const no = { value: false, confidence: 99 };
const PLAIN_ATTRIBUTES: NonNullable<AnalyzedFace['attributes']> = {
  ageRange: { low: 30, high: 40 },
  smile: no,
  eyeglasses: no,
  sunglasses: no,
  gender: { value: 'Female', confidence: 99 },
  beard: no,
  mustache: no,
  eyesOpen: { value: true, confidence: 99 },
  mouthOpen: no,
  emotions: [],
  faceOccluded: no,
  eyeDirection: { yaw: 0, pitch: 0, confidence: 99 },
};

/** Levels by which a channel leads the others in a block; far above what compression does to gray. */
const LEAD = 60;
const MIN_BLOCK_PX = 64;

function findBlock(
  { data, width, height }: RawImage,
  hue: number,
): (AnalyzedFace & { hue: number }) | undefined {
  let [left, top, right, bottom, count] = [width, height, -1, -1, 0];
  for (let y = 0; y < height; y += 2) {
    for (let x = 0; x < width; x += 2) {
      const at = 3 * (y * width + x);
      const lead = data[at + hue] ?? 0;
      if ([1, 2].every((other) => lead - (data[at + ((hue + other) % 3)] ?? 0) > LEAD)) {
        [left, right] = [Math.min(left, x), Math.max(right, x)];
        [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
        count += 4;
      }
    }
  }
  if (count < MIN_BLOCK_PX) return undefined;
  return {
    hue,
    box: {
      left: left / width,
      top: top / height,
      width: (right - left + 1) / width,
      height: (bottom - top + 1) / height,
    },
    confidence: 99,
    landmarks: [],
    pose: { roll: 0, yaw: 0, pitch: 0 },
    quality: { brightness: 60, sharpness: 60 },
  };
}

async function decode(image: Buffer): Promise<RawImage> {
  try {
    const { data, info } = await sharp(image).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    return { data, width: info.width, height: info.height };
  } catch (error) {
    throw new ImageError('InvalidImageFormat', 'this is neither JPEG nor PNG', { cause: error });
  }
}
