import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { selfieOf } from '@face-idv/local-rekognition/testing/photos';
import sharp from 'sharp';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { readPhoto } from '../../local/demo/photo.ts';
import { forgetEverybody, withSharedFlowStack } from '../support/flow-stack.ts';
import { identityCardOf } from '../support/identity-card-of.ts';
import { exif, ORIENTATION, partsOfJpeg, segment, tiff } from '../support/lambda/image-segments.ts';
import { register } from '../support/registrations.ts';

const MEGABYTE = 1024 * 1024;

describe('a file that is no photo', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'face-idv-photos-'));
    await writeFile(join(folder, 'empty.jpg'), '');
    await writeFile(join(folder, 'words.jpg'), 'these are words');
  });

  it.each([
    ['missing.jpg', /file not found; pass the path/],
    ['empty.jpg', /the file is empty/],
    ['words.jpg', /not a JPEG or PNG; convert it/],
    ['.', /this is a folder/],
  ])('is refused before anything is sent: %s', async (name, message) => {
    await expect(readPhoto(join(folder, name))).rejects.toThrow(message);
  });
});

describe('an odd photo', () => {
  const flow = withSharedFlowStack();
  // the same person registers again
  afterEach(() => forgetEverybody(flow));

  it('of 4K is scaled down and approved', async () => {
    const large = await sharp(await identityCardOf('franck'))
      .resize(3840, 2743)
      .jpeg({ quality: 80 })
      .toBuffer();
    const report = await register(flow, { selfie: await selfieOf('franck'), document: large });
    expect(report.decision).toMatchObject({ outcome: 'approved' });
  });

  it('of 12 megapixels as phones write it is approved', async () => {
    const lying = await sharp(await identityCardOf('franck'))
      .rotate(-90)
      .toBuffer();
    const jpeg = await sharp(lying).resize(2880, 4032).jpeg({ quality: 80 }).toBuffer();
    const { segments, pixels } = partsOfJpeg(jpeg);
    // Se = 0 of a baseline scan, as by Samsung, and 18 stray bytes, as by Pixel
    pixels[2 + pixels.readUInt16BE(2) - 2] = 0;
    const document = Buffer.concat([
      jpeg.subarray(0, 2),
      exif(tiff([[ORIENTATION, 6]])),
      segment(0xe1, Buffer.from('http://ns.adobe.com/xap/1.0/\0')),
      exif(Buffer.alloc(0)),
      Buffer.alloc(18, 7),
      ...segments,
      pixels,
    ]);
    const report = await register(flow, { selfie: await selfieOf('franck'), document });
    expect(report.decision).toMatchObject({ outcome: 'approved' });
  });

  it('of 20 MB is refused by the upload, which says why', async () => {
    const document = Buffer.concat([await identityCardOf('cage'), Buffer.alloc(20 * MEGABYTE)]);
    await expect(register(flow, { selfie: await selfieOf('cage'), document })).rejects.toThrow(
      /EntityTooLarge/,
    );
  });

  it('of no pixels is declined as unreadable', async () => {
    const png = await sharp({ create: { width: 100, height: 100, channels: 3, background: '#fff' } })
      .png()
      .toBuffer();
    png.writeUInt32BE(0, 16);
    png.writeUInt32BE(0, 20);
    const report = await register(flow, { selfie: await selfieOf('cage'), document: png });
    expect(report.decision?.outcome).toBe('declined');
    expect(report.decision?.reason_codes.join()).toMatch(/^document_image_/);
  });

  it('that is cut off is declined as unreadable', async () => {
    const card = await identityCardOf('cage');
    const report = await register(flow, { selfie: await selfieOf('cage'), document: card.subarray(0, 200) });
    expect(report.decision?.outcome).toBe('declined');
    expect(report.decision?.reason_codes.join()).toMatch(/^document_/);
  });
});
