import sharp from 'sharp';
import { expect, it } from 'vitest';
import { sharpImageEditor } from '../../../lambda/images/adapters/sharp-image-editor.ts';
import { readImageHeader } from '../../../lambda/images/domain/image-header.ts';
import { openImage } from '../../../lambda/images/open-image.ts';
import { keepPortrait, portraitOf } from '../../../lambda/registration/keep-portrait.ts';
import { aRegistration } from '../../support/lambda/builders.ts';
import { InMemoryImages } from '../../support/lambda/in-memory-images.ts';

/** Keeps the portrait of a document of 1000 by 800 pixels as they are stored. */
async function keep(side: number, orientation = 1) {
  const picture = await sharp({ create: { width: 1000, height: 800, channels: 3, background: 'gray' } })
    .withMetadata({ orientation })
    .jpeg()
    .toBuffer();
  const image = await openImage(picture, 'document', sharpImageEditor);
  if (typeof image === 'string') throw new Error(image);
  const images = new InMemoryImages({});
  const { widthPx, heightPx } = image.size;
  const portrait = { left: 0.4, top: 0.4, width: side / widthPx, height: (2 * side) / heightPx };
  const place = portraitOf(aRegistration(), 'a'.repeat(64));
  const stored = await keepPortrait(image, portrait, place, { images, editor: sharpImageEditor });
  expect(stored).toEqual({ key: `acme/vs_1/prepared/portrait-${'a'.repeat(64)}.jpg` });
  const { widthPx: width, heightPx: height } = readImageHeader(await images.read(stored)) ?? {};
  return { width, height };
}

it('keeps the portrait with a margin', async () => {
  expect(await keep(100)).toEqual({ width: 200, height: 400 });
});

it('keeps it upright, whatever way the camera was held', async () => {
  // turned by 90 degrees: the box is that of the upright picture
  expect(await keep(100, 6)).toEqual({ width: 200, height: 400 });
});

it('keeps the whole document where the portrait alone would be too small to search', async () => {
  expect(await keep(30)).toEqual({ width: 1000, height: 800 });
});
