import { type FaceEngine, openFaceEngine } from '@face-idv/local-rekognition';
import { portraitOf, selfieOf } from '@face-idv/local-rekognition/testing/photos';
import sharp from 'sharp';
import { composeIdentityCard } from '../local/demo/identity-card.ts';
import { directionOf } from './face-direction.ts';

/** Side of one field of the badge in pixels: large enough to survive JPEG and a liveness check. */
const FIELD_PX = 16;
/** Fields of the badge: whether it is a document, then the person's number. */
const BITS = 16;
const DOCUMENT_BIT = 1 << (BITS - 1);

type Role = 'selfie' | 'document';
type Analysis = Awaited<ReturnType<FaceEngine['analyze']>>;

/** The photo of a made-up person. */
export type PhotoOf = (person: number, role: Role) => Promise<Buffer>;

/** Photos of one man; a badge in their corner says whom they stand for. */
export async function photosOfPeople(): Promise<PhotoOf> {
  const base = await basePhotos();
  return (person, role) => badged(base[role], person | (role === 'document' ? DOCUMENT_BIT : 0));
}

const basePhotos = async (): Promise<Readonly<Record<Role, Buffer>>> => ({
  selfie: await selfieOf('franck'),
  document: await composeIdentityCard(await portraitOf('franck'), 'franck'),
});

async function badged(photo: Buffer, code: number): Promise<Buffer> {
  const pixels = Buffer.from(Array.from({ length: BITS }, (_, bit) => (code & (1 << bit) ? 255 : 0)));
  const badge = await sharp(pixels, { raw: { width: BITS, height: 1, channels: 1 } })
    .resize(BITS * FIELD_PX, FIELD_PX, { kernel: 'nearest' })
    .png()
    .toBuffer();
  return sharp(photo)
    .composite([{ input: badge, left: 0, top: 0 }])
    .jpeg({ quality: 92 })
    .toBuffer();
}

/** Reads the badge of a photo. */
async function codeOf(image: Parameters<FaceEngine['analyze']>[0]['image']): Promise<number> {
  const source = Buffer.isBuffer(image)
    ? sharp(image)
    : sharp(image.data, { raw: { width: image.width, height: image.height, channels: 3 } });
  const fields = await source
    .extract({ left: 0, top: 0, width: BITS * FIELD_PX, height: FIELD_PX })
    .greyscale()
    .resize(BITS, 1, { kernel: 'cubic' })
    .raw()
    .toBuffer();
  return [...fields.subarray(0, BITS)].reduce((code, value, bit) => code | (value > 127 ? 1 << bit : 0), 0);
}

/**
 * An engine that knows the people of {@link photosOfPeople}: the real networks look at the two photos once,
 * and every image gets their analysis and the vector of its person. Two cores would otherwise analyze fewer
 * images per second than are asked about, and be what is measured.
 */
export async function engineOfKnownPeople(modelsDir: string): Promise<FaceEngine> {
  const engine = await openFaceEngine({ modelsDir });
  const base = await basePhotos();
  const analyze = (image: Buffer): Promise<Analysis> =>
    engine.analyze({ image, attributes: true, embeddings: '7.0' });
  const known = { selfie: await analyze(base.selfie), document: await analyze(base.document) };
  const occlusion = { value: false, confidence: 99 };
  return {
    ...engine,
    analyze: async ({ image }) => {
      const code = await codeOf(image);
      const analysis = known[code & DOCUMENT_BIT ? 'document' : 'selfie'];
      const embedding = directionOf(String(code & ~DOCUMENT_BIT), engine.embeddingSize('7.0'));
      return {
        ...analysis,
        faces: analysis.faces.map((face) => ({ faceOccluded: occlusion, ...face, embedding })),
      };
    },
  };
}
