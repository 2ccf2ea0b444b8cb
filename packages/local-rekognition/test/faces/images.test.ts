import { readFile } from 'node:fs/promises';
import { crc32, deflateSync } from 'node:zlib';
import fc from 'fast-check';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FaceEngine } from '../../src/faces/face-engine.ts';
import { decodeImage } from '../../src/faces/imaging/decode-image.ts';
import { plainJpegSize } from '../../src/faces/imaging/jpeg-header.ts';
import { aStranger } from '../../src/testing/photos.ts';
import { anEngine } from './an-engine.ts';
import { FRANCK } from './photos.ts';

let engine: FaceEngine;
beforeAll(async () => {
  engine = await anEngine();
});
afterAll(() => engine.close());

const franck = () => readFile(FRANCK);

/** A PNG of one chunk of pixels, however large its header says it is. */
function aPng(width: number, height: number, pixels: Buffer): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(pixels)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const body = Buffer.concat([Buffer.from(type), data]);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}

describe('an image that can be read', () => {
  const ENCODINGS: Record<string, (photo: Buffer) => Promise<Buffer>> = {
    'as PNG': (photo) => sharp(photo).png().toBuffer(),
    'as PNG of 16 bits': (photo) => sharp(photo).toColourspace('rgb16').png().toBuffer(),
    'as PNG of a palette': (photo) => sharp(photo).png({ palette: true }).toBuffer(),
    'with an alpha channel': (photo) => sharp(photo).ensureAlpha(1).png().toBuffer(),
    'in gray': (photo) => sharp(photo).greyscale().jpeg().toBuffer(),
    'in gray with alpha, 16 bits': (photo) =>
      sharp(photo).toColourspace('grey16').ensureAlpha(1).png().toBuffer(),
    'in CMYK': (photo) => sharp(photo).toColourspace('cmyk').jpeg().toBuffer(),
    progressive: (photo) => sharp(photo).jpeg({ progressive: true }).toBuffer(),
    'with something else appended': async (photo) =>
      Buffer.concat([photo, Buffer.from('PK\u0003\u0004<script>alert(1)</script>')]),
    'larger than Full HD': (photo) => sharp(photo).resize(4000).jpeg().toBuffer(),
  };

  it.each(Object.keys(ENCODINGS))('shows the same face %s', { timeout: 120_000 }, async (encoding) => {
    const photo = await franck();
    const [expected] = (await engine.analyze({ image: photo, embeddings: '7.0' })).faces;
    const encoded = await ENCODINGS[encoding]?.(photo);
    const { faces } = await engine.analyze({ image: encoded ?? Buffer.alloc(0), embeddings: '7.0' });

    expect(faces).toHaveLength(1);
    expect(faces[0]?.box.left).toBeCloseTo(expected?.box.left ?? 0, 1);
    const [a = new Float32Array(), b = new Float32Array()] = [expected?.embedding, faces[0]?.embedding];
    expect(engine.similarity('7.0', a, b)).toBeGreaterThan(99.9);
  });

  it('is measured before it is made smaller', async () => {
    const { width, height } = await engine.analyze({
      image: await sharp(FRANCK).resize(4000).jpeg().toBuffer(),
    });
    expect({ width, height }).toEqual({ width: 4000, height: 3200 });
  });

  it.each([2, 3, 4, 5, 6, 7, 8])('stands upright after EXIF orientation %d', async (orientation) => {
    // turning the pixels the other way makes the tag tell the truth; sharp mirrors before it rotates
    const turned = {
      2: sharp(FRANCK).flop(),
      3: sharp(FRANCK).rotate(180),
      4: sharp(FRANCK).flip(),
      5: sharp(FRANCK).rotate(270).flop(),
      6: sharp(FRANCK).rotate(270),
      7: sharp(FRANCK).rotate(90).flop(),
      8: sharp(FRANCK).rotate(90),
    }[orientation];
    const tagged = await turned?.withMetadata({ orientation }).jpeg().toBuffer();
    const { width, height, orientationCorrected, faces } = await engine.analyze({
      image: tagged ?? Buffer.alloc(0),
    });

    expect({ width, height, orientationCorrected }).toEqual({
      width: 720,
      height: 576,
      orientationCorrected: true,
    });
    const [upright] = (await engine.analyze({ image: await franck() })).faces;
    expect(faces[0]?.box.left).toBeCloseTo(upright?.box.left ?? 0, 1);
    expect(faces[0]?.box.top).toBeCloseTo(upright?.box.top ?? 0, 1);
  });

  it.each([90, 180, 270])('shows its face turned by %d degrees without a tag', async (degrees) => {
    const { faces } = await engine.analyze({ image: await sharp(FRANCK).rotate(degrees).jpeg().toBuffer() });
    expect(faces).toHaveLength(1);
    const [upright] = (await engine.analyze({ image: await franck() })).faces;
    const turned = (((faces[0]?.pose.roll ?? 0) - (upright?.pose.roll ?? 0) + 360) % 360) - degrees;
    expect(Math.abs(turned)).toBeLessThan(10);
  });

  it.each([180, 270])('shows a face of 30 px turned by %d degrees', async (degrees) => {
    const person = await sharp(FRANCK).resize({ width: 90 }).png().toBuffer();
    const table = { create: { width: 1400, height: 1000, channels: 3, background: '#6b5b4b' } } as const;
    const upright = await sharp(table)
      .composite([{ input: person, left: 200, top: 500 }])
      .png()
      .toBuffer();
    const { faces } = await engine.analyze({ image: await sharp(upright).rotate(degrees).png().toBuffer() });
    expect(faces).toHaveLength(1);
  });

  it('shows a second face of 50 px behind a large one, unless only the largest is asked for', async () => {
    const large = await sharp(FRANCK).resize({ height: 1200 }).png().toBuffer();
    const behind = await sharp(await aStranger())
      .resize({ width: 130 })
      .png()
      .toBuffer();
    const image = await sharp(large)
      .composite([{ input: behind, left: 4, top: 4 }])
      .jpeg()
      .toBuffer();
    const { faces } = await engine.analyze({ image });
    expect(faces).toHaveLength(2);
    expect((faces[1]?.box.width ?? 1) * 1500).toBeLessThan(60);
    expect((await engine.analyze({ image, maxFaces: 1 })).faces).toHaveLength(1);
  });

  it('may be a decoded frame', async () => {
    const { data, info } = await sharp(FRANCK).raw().toBuffer({ resolveWithObject: true });
    const frame = { data, width: info.width, height: info.height };
    expect((await engine.analyze({ image: frame })).faces).toHaveLength(1);
    expect(data.length).toBe(info.width * info.height * 3);
  });
});

describe('the frame of a JPEG', () => {
  const aPhoto = { create: { width: 200, height: 120, channels: 3, background: '#888' } } as const;
  const exif = Buffer.from('ffe1000a457869660000ffff', 'hex');

  it.each([false, true])('tells the size, progressive or not: %s', async (progressive) => {
    expect(plainJpegSize(await sharp(aPhoto).jpeg({ progressive }).toBuffer())).toEqual({
      width: 200,
      height: 120,
    });
  });

  it('is not enough where an EXIF orientation may follow, before the frame or behind it', async () => {
    const plain = await sharp(aPhoto).jpeg().toBuffer();
    const scan = plain.indexOf(Buffer.from('ffda', 'hex'));
    expect(plainJpegSize(await sharp(plain).withMetadata({ orientation: 6 }).toBuffer())).toBeUndefined();
    expect(
      plainJpegSize(Buffer.concat([plain.subarray(0, scan), exif, plain.subarray(scan)])),
    ).toBeUndefined();
  });

  it('is not enough where a marker without a length, or a fill byte, may hide an EXIF orientation', async () => {
    const plain = await sharp(aPhoto).jpeg().toBuffer();
    for (const marker of ['ffd0', 'ffd8', 'ffff']) {
      // stray bytes that look like a length which reaches past the EXIF
      const hidden = Buffer.concat([Buffer.from(`${marker}000e`, 'hex'), exif]);
      const bytes = Buffer.concat([plain.subarray(0, 2), hidden, plain.subarray(2)]);
      expect(plainJpegSize(bytes)).toBeUndefined();
    }
  });

  it('fails to tell anything of what is cut off, or random', async () => {
    const plain = await sharp(aPhoto).jpeg().toBuffer();
    const scan = plain.indexOf(Buffer.from('ffda', 'hex'));
    for (let length = 0; length <= scan; length++) {
      expect(plainJpegSize(plain.subarray(0, length))).toBeUndefined();
    }
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const size = plainJpegSize(Buffer.from(bytes));
        expect(size === undefined || size.width * size.height > 0).toBe(true);
      }),
    );
  });
});

describe('an image that cannot be read', () => {
  const IMAGES: Record<string, { readonly image: () => Promise<Buffer>; readonly code: string }> = {
    'nothing at all': { image: async () => Buffer.alloc(0), code: 'InvalidImageFormat' },
    'a text': { image: async () => Buffer.from('hello'), code: 'InvalidImageFormat' },
    'a GIF': { image: () => sharp(FRANCK).gif().toBuffer(), code: 'InvalidImageFormat' },
    'a WebP': { image: () => sharp(FRANCK).webp().toBuffer(), code: 'InvalidImageFormat' },
    'an SVG': {
      image: async () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="200" height="200"/>'),
      code: 'InvalidImageFormat',
    },
    'a JPEG without its end': {
      image: async () => {
        const photo = await franck();
        return photo.subarray(0, photo.length / 2);
      },
      code: 'InvalidImageFormat',
    },
    'a JPEG of its first bytes': {
      image: async () => (await franck()).subarray(0, 20),
      code: 'InvalidImageFormat',
    },
    'a PNG with a wrong checksum': {
      image: async () => {
        const png = aPng(100, 100, Buffer.alloc(100 * 301, 120));
        png[png.length - 16] = (png[png.length - 16] ?? 0) ^ 0xff;
        return png;
      },
      code: 'InvalidImageFormat',
    },
    'a PNG that promises more pixels than it has': {
      image: async () => aPng(2000, 2000, Buffer.alloc(301)),
      code: 'InvalidImageFormat',
    },
    'a bomb of 30,000 x 30,000 pixels': {
      image: async () => aPng(30_000, 30_000, Buffer.alloc(1000)),
      code: 'ImageTooLarge',
    },
    'a size of nothing': {
      image: async () => aPng(0, 100, Buffer.alloc(0)),
      code: 'InvalidImageFormat',
    },
    'fewer than 80 pixels a side': {
      image: () => sharp(FRANCK).resize(79, 300, { fit: 'fill' }).png().toBuffer(),
      code: 'ImageTooSmall',
    },
  };

  it.each(Object.keys(IMAGES))('is refused with the reason: %s', async (name) => {
    const { image, code } = IMAGES[name] ?? {};
    const bytes = (await image?.()) ?? Buffer.alloc(0);
    await expect(engine.analyze({ image: bytes })).rejects.toMatchObject({ name: 'ImageError', code });
    await expect(engine.decode(bytes)).rejects.toMatchObject({ name: 'ImageError', code });
  });

  it('leaves the engine as it was', async () => {
    await expect(engine.analyze({ image: Buffer.from('hello') })).rejects.toThrow(/JPEG nor PNG/);
    expect((await engine.analyze({ image: await franck() })).faces).toHaveLength(1);
  });
});

describe('a damaged image', () => {
  it.each(['jpeg', 'png'] as const)(
    'is decoded or refused, whatever is wrong with its bytes: %s',
    { timeout: 120_000 },
    async (format) => {
      const intact = await sharp(FRANCK).resize(120).toFormat(format).toBuffer();
      const flips = fc.array(fc.tuple(fc.nat(intact.length - 1), fc.integer({ min: 1, max: 255 })), {
        maxLength: 8,
      });
      await fc.assert(
        fc.asyncProperty(flips, fc.integer({ min: 3, max: intact.length }), async (flips, length) => {
          const damaged = Buffer.from(intact.subarray(0, length));
          for (const [at, mask] of flips) if (at < length) damaged[at] = (damaged[at] ?? 0) ^ mask;
          const outcome = await decodeImage(damaged, 1920).catch((error: unknown) => error);
          if (outcome instanceof Error) expect(outcome.name).toBe('ImageError');
          else expect(outcome).toMatchObject({ data: expect.any(Uint8Array) });
        }),
        { numRuns: 300 },
      );
    },
  );
});

describe('pictures that the engine makes', () => {
  it('cuts a face out with a margin', async () => {
    const [face] = (await engine.analyze({ image: await franck() })).faces;
    if (face === undefined) throw new Error('no face');
    const crop = await engine.crop(await franck(), face.box, { format: 'jpeg', marginRatio: 0.5 });
    const { width = 0, height = 0, format } = await sharp(crop).metadata();

    expect(format).toBe('jpeg');
    // twice as wide, but the image ends below the chin
    expect(width).toBeCloseTo(2 * face.box.width * 720, -1);
    expect(height).toBeLessThan(2 * face.box.height * 576);
    expect((await engine.analyze({ image: crop })).faces).toHaveLength(1);
  });

  it('encodes what it decoded', async () => {
    const decoded = await engine.decode(await franck());
    const { width, height } = await sharp(await engine.toJpeg(decoded, 80)).metadata();
    expect({ width, height }).toEqual({ width: 720, height: 576 });
  });
});
