import { aStranger, type PersonName, portraitOf, selfieOf } from '@face-idv/local-rekognition/testing/photos';
import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { sharpImageEditor } from '../../../../lambda/images/adapters/sharp-image-editor.ts';
import { differenceHash, HASHED, isSamePicture } from '../../../../lambda/images/domain/same-picture.ts';
import { identityCardOf } from '../../../support/identity-card-of.ts';

const PEOPLE = ['franck', 'cage', 'bieber'] as const satisfies PersonName[];
const pixels = fc.uint8Array({ minLength: 72, maxLength: 72 });
let uploads = 0;
/** A picture under a SHA-256 of its own. */
async function identityOf(picture: Buffer) {
  const gray = await sharpImageEditor.shrinkToGray(picture, HASHED);
  uploads += 1;
  return { sha256: `upload ${uploads}`, difference_hash: gray && differenceHash(gray) };
}

describe('the hash of how an image looks', () => {
  it('is whether each pixel is brighter than its right neighbor', () => {
    const gray = new Uint8Array(72);
    gray[0] = 255;
    gray[71] = 16;
    expect(differenceHash(gray)).toBe('8000000000000000');
    gray[70] = 17;
    expect(differenceHash(gray)).toBe('8000000000000001');
  });

  it('does not change with the brightness', () => {
    fc.assert(
      fc.property(pixels, fc.integer({ min: 0, max: 100 }), (gray, more) => {
        const dark = gray.map((value) => value >> 1);
        const bright = dark.map((value) => value + more);
        expect(differenceHash(bright)).toBe(differenceHash(dark));
      }),
    );
  });

  it('is none without contrast', () => {
    const gray = new Uint8Array(72).fill(100);
    gray[3] = 115;
    expect(differenceHash(gray)).toBeUndefined();
    gray[3] = 116;
    expect(differenceHash(gray)).toMatch(/^[0-9a-f]{16}$/);
  });
});

describe('the same picture', () => {
  it('is that of the same bytes', () => {
    expect(isSamePicture({ sha256: 'a' }, { sha256: 'a' })).toBe(true);
    expect(isSamePicture({ sha256: 'a' }, { sha256: 'b' })).toBe(false);
    const looks = { difference_hash: '0'.repeat(16) };
    expect(isSamePicture({ sha256: 'a', ...looks }, { sha256: 'b' })).toBe(false);
  });

  it('differs by four bits at most', () => {
    const looking = (hash: string) => ({ sha256: hash, difference_hash: hash.padStart(16, '0') });
    expect(isSamePicture(looking('f0'), looking('00'))).toBe(true);
    expect(isSamePicture(looking('f1'), looking('00'))).toBe(false);
  });

  it('is recognized after scaling, recompression and another light', async () => {
    for (const person of PEOPLE) {
      const selfie = await selfieOf(person);
      const copies = [
        sharp(selfie).resize({ width: 300 }).jpeg({ quality: 50 }),
        sharp(selfie).resize({ width: 2500 }).jpeg(),
        sharp(selfie).linear(1.1, 12).jpeg({ quality: 70 }),
        sharp(selfie).png(),
      ];
      for (const copy of copies)
        expect(isSamePicture(await identityOf(selfie), await identityOf(await copy.toBuffer()))).toBe(true);
    }
  });

  it('is no other photo, nor the card, of the same person', async () => {
    const selfies = await Promise.all([...PEOPLE.map(selfieOf), aStranger()]);
    const documents = await Promise.all([...PEOPLE.map(portraitOf), ...PEOPLE.map(identityCardOf)]);
    for (const selfie of selfies)
      for (const document of documents)
        expect(isSamePicture(await identityOf(selfie), await identityOf(document))).toBe(false);
  });
});
