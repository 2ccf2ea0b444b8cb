import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { cropRowImage, readRowImage } from '../../../lambda/bulk-indexing/row-image.ts';
import { cropAround, WHOLE } from '../../../lambda/images/domain/image-rules.ts';
import { DEFAULT_POLICY } from '../../../lambda/kernel/default-policy.ts';
import type { SelfieRule } from '../../../lambda/kernel/selfie-rules.ts';
import { aBulkWorld, aPictureOf } from '../../support/lambda/a-bulk-world.ts';
import { aFace } from '../../support/lambda/builders.ts';
import { anImageOf } from '../../support/lambda/in-memory-collections.ts';
import { InMemoryImages } from '../../support/lambda/in-memory-images.ts';
import { BLINKING, observed, withRules } from '../../support/lambda/observed.ts';

/** Header of a PNG of 4000 x 3000 pixels. */
const LARGE_HEADER = Buffer.from('89504e470d0a1a0a0000000d4948445200000fa000000bb8', 'hex');
const LARGE = new Uint8Array(Buffer.concat([LARGE_HEADER, anImageOf('ann')]));
const { editor } = aBulkWorld().dependencies;
const images = new InMemoryImages({
  'acme/ann.png': aPictureOf('ann'),
  'acme/large.png': LARGE,
  'acme/text.png': anImageOf('ann'),
});

describe('the image of a row', () => {
  it('is read as it is where it is of a good size', async () => {
    const original = aPictureOf('ann');
    expect(await readRowImage('acme/ann.png', images, editor)).toEqual({
      bytes: original,
      widthPx: 1000,
      heightPx: 1000,
      edited: false,
      part: WHOLE,
      original,
      originalSize: expect.objectContaining({ widthPx: 1000, heightPx: 1000 }),
      sha256: createHash('sha256').update(original).digest('hex'),
    });
  });

  it('is scaled down where it is large, and known by the bytes that lie in the bucket', async () => {
    expect(await readRowImage('acme/large.png', images, editor)).toMatchObject({
      edited: true,
      part: WHOLE,
      widthPx: 500,
      original: LARGE,
      originalSize: { widthPx: 4000, heightPx: 3000 },
      sha256: createHash('sha256').update(LARGE).digest('hex'),
    });
  });

  it('is read at the version that was found', async () => {
    const read: unknown[] = [];
    const versioned = {
      find: async (key: string) => ({ key, version_id: 'v7' }),
      read: async (reference: unknown) => {
        read.push(reference);
        return aPictureOf('ann');
      },
    };
    await readRowImage('acme/ann.png', versioned, editor);
    expect(read).toEqual([{ key: 'acme/ann.png', version_id: 'v7' }]);
  });

  it('is none, and says why', async () => {
    const blind = { ...editor, edit: async () => undefined };
    expect(await readRowImage('acme/gone.png', images, editor)).toBe('image_missing');
    expect(await readRowImage('acme/text.png', images, editor)).toBe('image_format_unsupported');
    expect(await readRowImage('acme/large.png', images, blind)).toBe('image_format_unsupported');
  });
});

describe('the face of a row, cut out', () => {
  const original = aPictureOf('ann');
  const size = { widthPx: 1000, heightPx: 1000 };
  const untouched = { edited: false, part: WHOLE };
  const image = { bytes: original, ...size, ...untouched, original, originalSize: size, sha256: 'a' };
  const seeing = (...faces: ReturnType<typeof aFace>[]) => {
    const { dependencies, cropped } = aBulkWorld();
    return {
      cropped,
      ports: {
        editor: dependencies.editor,
        policy: DEFAULT_POLICY,
        faces: {
          detectFaces: async (_image: Uint8Array, rules: readonly SelfieRule[] = []) =>
            faces.map((face) => observed(face, rules)),
        },
      },
    };
  };

  it('is that of the original, with a margin', async () => {
    const { cropped, ports } = seeing(aFace());
    expect(await cropRowImage(image, true, ports)).toEqual({
      ...image,
      widthPx: 500,
      heightPx: 500,
      edited: true,
      part: cropAround(aFace().boundingBox),
    });
    expect(cropped).toEqual([cropAround(aFace().boundingBox)]);
  });

  it('is judged by the further rules that are on, if the job has the gate', async () => {
    const { ports } = seeing(aFace({ ruleConfidences: BLINKING }));
    const ruled = { ...ports, policy: withRules({ no_eyeglasses: { min_confidence: 50 } }) };
    expect(await cropRowImage(image, true, ruled)).toEqual(['eyeglasses_worn']);
    expect(await cropRowImage(image, false, ruled)).toMatchObject({ edited: true });
    expect(await cropRowImage(image, true, ports)).toMatchObject({ edited: true });
  });

  it('is measured in the original, from which it is cut out', async () => {
    const boundingBox = { left: 0.5, top: 0.5, width: 0.04, height: 0.04 };
    const { ports } = seeing(aFace({ boundingBox }));
    const large = { ...image, originalSize: { widthPx: 2000, heightPx: 2000 } };
    expect(await cropRowImage(image, true, ports)).toEqual(['face_too_small']);
    expect(await cropRowImage(large, true, ports)).toMatchObject({ edited: true });
  });

  it('is the whole image where it is too small to be cut out', async () => {
    const box = { left: 0.5, top: 0.5, width: 0.03, height: 0.03 };
    const { cropped, ports } = seeing(aFace({ boundingBox: box }));
    expect(await cropRowImage(image, false, ports)).toEqual(image);
    expect(cropped).toEqual([]);
  });

  it('is refused by the quality rules, where the job applies them', async () => {
    const { ports, cropped } = seeing(aFace({ sharpness: 3 }));
    expect(await cropRowImage(image, true, ports)).toEqual(['image_too_blurry']);
    expect(cropped).toEqual([]);
    expect(await cropRowImage(image, false, ports)).toMatchObject({ edited: true });
  });

  it('is refused in any case where there is not exactly one', async () => {
    expect(await cropRowImage(image, false, seeing().ports)).toEqual(['face_not_detected']);
    expect(await cropRowImage(image, false, seeing(aFace(), aFace()).ports)).toEqual([
      'multiple_faces_detected',
    ]);
    const none = { ...seeing().ports, faces: { detectFaces: async () => undefined } };
    expect(await cropRowImage(image, false, none)).toEqual(['image_format_unsupported']);
  });
});
