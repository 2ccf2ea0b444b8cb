import sharp from 'sharp';
import type { FaceBox, RawImage } from '../analysis.ts';
import { decodeImage } from './decode-image.ts';

/** libjpeg's quality of a crop: no artefact of it is visible. */
const CROP_QUALITY = 92;

/** Encodes decoded pixels; `quality` is libjpeg's 1..100. */
export async function encodeJpeg({ data, width, height }: RawImage, quality: number): Promise<Buffer> {
  return sharp(data, { raw: { width, height, channels: 3 } })
    .jpeg({ quality })
    .toBuffer();
}

/** Cuts `box` (ratios) and a margin (a ratio of its sides) out of an image, as far as the image goes. */
export async function cropToJpeg(
  image: Buffer,
  box: FaceBox,
  { marginRatio }: { readonly format: 'jpeg'; readonly marginRatio: number },
): Promise<Buffer> {
  const { data, width, height } = await decodeImage(image);
  const [left, right] = span(box.left, box.width, marginRatio, width);
  const [top, bottom] = span(box.top, box.height, marginRatio, height);
  return sharp(data, { raw: { width, height, channels: 3 } })
    .extract({ left, top, width: right - left, height: bottom - top })
    .jpeg({ quality: CROP_QUALITY })
    .toBuffer();
}

/** First pixel, and the one after the last; one pixel at least. */
function span(start: number, length: number, margin: number, pixels: number): readonly [number, number] {
  const first = Math.floor((start - length * margin) * pixels);
  const end = Math.ceil((start + length * (1 + margin)) * pixels);
  const from = Math.min(Math.max(first, 0), pixels - 1);
  return [from, Math.min(Math.max(end, from + 1), pixels)];
}
