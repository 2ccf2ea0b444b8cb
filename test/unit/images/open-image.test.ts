import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { sharpImageEditor } from '../../../lambda/images/adapters/sharp-image-editor.ts';
import { isSamePicture } from '../../../lambda/images/domain/same-picture.ts';
import { identifyPicture, type OpenedImage, openImage, sha256 } from '../../../lambda/images/open-image.ts';
import { identityCardOf } from '../../support/identity-card-of.ts';

const aPicture = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: 'gray' } })
    .jpeg()
    .toBuffer();

const open = async (bytes: Uint8Array): Promise<OpenedImage> => {
  const opened = await openImage(bytes, 'document', sharpImageEditor);
  if (typeof opened === 'string') throw new Error(opened);
  return opened;
};

describe('opening an image', () => {
  it('keeps the original beside what is sent', async () => {
    const original = await aPicture(3840, 2160);
    const opened = await open(original);
    expect(opened.original).toBe(original);
    expect(opened.size).toEqual({ widthPx: 3840, heightPx: 2160 });
    expect(opened.prepared).toMatchObject({ widthPx: 1920, heightPx: 1080, edited: true });
  });

  it.each([
    ['selfie', 'image_format_unsupported'],
    ['document', 'document_image_format_unsupported'],
  ] as const)('says why a %s cannot be read, by its header or by its pixels', async (role, reason) => {
    const cutOff = (await aPicture(3840, 2160)).subarray(0, 800);
    for (const bytes of [Buffer.from('no image'), cutOff])
      expect(await openImage(bytes, role, sharpImageEditor)).toBe(reason);
  });
});

describe('identifying a picture', () => {
  it('knows it again, scaled and compressed again', async () => {
    const card = await identityCardOf('cage');
    const copy = await sharp(card).resize({ width: 700 }).jpeg({ quality: 70 }).toBuffer();
    const [one, other] = await Promise.all(
      [card, copy].map(async (bytes) => identifyPicture(await open(bytes), sharpImageEditor)),
    );
    expect(one?.sha256).toBe(createHash('sha256').update(card).digest('hex'));
    expect(one?.sha256).toBe(sha256(card));
    expect(one && other && isSamePicture(one, other)).toBe(true);
  });

  it('identifies nothing that cannot be decoded', async () => {
    const cutOff = (await aPicture(640, 480)).subarray(0, 400);
    expect(await identifyPicture(await open(cutOff), sharpImageEditor)).toBeUndefined();
  });
});
