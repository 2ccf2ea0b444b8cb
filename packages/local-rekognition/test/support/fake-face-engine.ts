import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { AnalysisRequest, AnalyzedFace, FaceBox, FaceModelVersion } from '../../src/faces/analysis.ts';
import type { FaceAttributes } from '../../src/faces/attributes.ts';
import type { FaceEngine } from '../../src/faces/face-engine.ts';
import { ImageError } from '../../src/faces/image-error.ts';

const ratio = z.number().min(0).max(1);
const percent = z.number().min(0).max(100);

const faceSchema = z.object({
  /** Equal names have equal vectors. */
  person: z.string(),
  box: z.object({ left: ratio, top: ratio, width: ratio, height: ratio }).optional(),
  confidence: percent.optional(),
  yaw: z.number().min(-180).max(180).optional(),
  brightness: percent.optional(),
  sharpness: percent.optional(),
});

const imageSchema = z.object({
  width: z.number().optional(),
  height: z.number().optional(),
  faces: z.array(faceSchema),
});

/** A face of a drawn image: who it shows, and what is unusual about it. */
export type DrawnFace = z.input<typeof faceSchema>;
export type DrawnImage = z.input<typeof imageSchema>;

const SIGNATURE = 'drawn:';
const VECTOR_SIZES: Readonly<Record<FaceModelVersion, number>> = { '7.0': 32, '6.0': 48 };
const WHOLE_IMAGE: FaceBox = { left: 0.25, top: 0.25, width: 0.5, height: 0.5 };

/** An image that the fake engine can read: it says in words what a photo would show. */
export function aDrawing(image: DrawnImage): Buffer {
  return Buffer.from(SIGNATURE + JSON.stringify(image));
}

/** An image of one good face. */
export function aPortraitOf(person: string): Buffer {
  return aDrawing({ faces: [{ person }] });
}

/**
 * An engine that reads drawings, so that tests of the service need no models. Two names are about as alike as
 * two random directions are; a name that ends in `~n` is n percent of the way off its own direction.
 */
export function aFakeFaceEngine(): FaceEngine & { readonly analyses: () => number } {
  let analyses = 0;
  return {
    analyses: () => analyses,
    analyze: async ({ image, maxFaces = 100, ...asked }) => {
      analyses += 1;
      const drawn = read(image as Buffer);
      const faces = drawn.faces
        .map((face) => analyzed(face, asked))
        .sort((a, b) => b.box.width * b.box.height - a.box.width * a.box.height)
        .slice(0, maxFaces);
      return { width: drawn.width ?? 400, height: drawn.height ?? 400, orientationCorrected: false, faces };
    },
    similarity: (_version, a, b) => {
      const cosine = a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
      return Math.min(100, Math.max(0, cosine * 100));
    },
    embeddingSize: (version) => VECTOR_SIZES[version],
    crop: async (image) => image,
    toJpeg: async ({ data }) => Buffer.from(data),
    decode: async () => ({ data: new Uint8Array(3), width: 1, height: 1 }),
    close: async () => {},
  };
}

function read(image: Buffer): DrawnImage {
  const text = image.toString('utf8');
  if (!text.startsWith(SIGNATURE)) throw new ImageError('InvalidImageFormat', 'this is no drawing');
  const drawn = parse(text.slice(SIGNATURE.length));
  if ((drawn.width ?? 400) < 80)
    throw new ImageError('ImageTooSmall', 'an image has at least 80 x 80 pixels');
  if ((drawn.width ?? 400) > 10_000) throw new ImageError('ImageTooLarge', 'too many pixels');
  return drawn;
}

/** A drawing that was cut off or scribbled over is as little an image as a photo would be. */
function parse(text: string): z.output<typeof imageSchema> {
  try {
    return imageSchema.parse(JSON.parse(text));
  } catch (error) {
    throw new ImageError('InvalidImageFormat', 'this drawing is damaged', { cause: error });
  }
}

function analyzed(
  face: DrawnFace,
  { attributes, occlusion, embeddings }: Omit<AnalysisRequest, 'image'>,
): AnalyzedFace {
  return {
    box: face.box ?? WHOLE_IMAGE,
    confidence: face.confidence ?? 99.5,
    landmarks: ['eyeLeft', 'eyeRight', 'mouthLeft', 'mouthRight', 'nose', 'chinBottom'].map((type) => ({
      type,
      x: 0.5,
      y: 0.5,
    })),
    pose: { roll: 0, yaw: face.yaw ?? 0, pitch: 0 },
    quality: { brightness: face.brightness ?? 80, sharpness: face.sharpness ?? 90 },
    ...(attributes ? { attributes: ORDINARY_ATTRIBUTES } : {}),
    ...(occlusion ? { faceOccluded: ORDINARY_ATTRIBUTES.faceOccluded } : {}),
    ...(embeddings ? { embedding: vectorOf(face.person, VECTOR_SIZES[embeddings]) } : {}),
  };
}

const NO = { value: false, confidence: 90 };
const ORDINARY_ATTRIBUTES: FaceAttributes = {
  ageRange: { low: 25, high: 35 },
  smile: NO,
  eyeglasses: NO,
  sunglasses: NO,
  gender: { value: 'Female', confidence: 99 },
  beard: NO,
  mustache: NO,
  eyesOpen: { value: true, confidence: 97 },
  mouthOpen: NO,
  emotions: [{ type: 'CALM', confidence: 100 }],
  faceOccluded: NO,
  eyeDirection: { yaw: 1, pitch: 2, confidence: 60 },
};

function vectorOf(person: string, size: number): Float32Array {
  const [name = '', percentOff = '0'] = person.split('~');
  const own = directionOf(name, size);
  const other = directionOf(`${person}, off`, size);
  const off = Number(percentOff) / 100;
  return unit(own.map((value, index) => value * (1 - off) + (other[index] ?? 0) * off));
}

function directionOf(seed: string, size: number): Float32Array {
  const components = new Float32Array(size);
  for (let index = 0; index < size; index += 1) {
    const hash = createHash('sha256').update(`${seed}/${index}`).digest();
    components[index] = hash.readInt32LE(0) / 2 ** 31;
  }
  return unit(components);
}

function unit(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}
