import { createRequire } from 'node:module';
import type Sharp from 'sharp';
import { MAX_PIXELS } from '../domain/image-rules.ts';
import type { ImageEditor } from '../ports/image-editor.ts';

/** High enough that recompression does not cost similarity. */
const JPEG_QUALITY = 92;

/**
 * Phones write JPEGs that draw warnings, such as stray bytes before a marker, and
 * every viewer shows them; only a damaged or truncated image is refused.
 */
const READING = { failOn: 'error', limitInputPixels: MAX_PIXELS } as const;

/** Gray between stitched images, in which no detector finds a face. */
const BETWEEN = '#808080';

/** `require`, since Lambda announces its layers in NODE_PATH, which `import` ignores. */
const loadSharp = (): typeof Sharp => createRequire(import.meta.url)('sharp');

/** Decodes with sharp, which is native code and loaded only if an image must be decoded. */
export const sharpImageEditor: ImageEditor = {
  async edit(image, maxSidePx, part) {
    const sharp = loadSharp();
    try {
      const upright = sharp(image, READING).autoOrient();
      const { autoOrient } = await upright.metadata();
      const cropped = part
        ? upright.extract({
            left: Math.floor(part.left * autoOrient.width),
            top: Math.floor(part.top * autoOrient.height),
            width: Math.max(1, Math.floor(part.width * autoOrient.width)),
            height: Math.max(1, Math.floor(part.height * autoOrient.height)),
          })
        : upright;
      const { data, info } = await cropped
        .resize({ width: maxSidePx, height: maxSidePx, fit: 'inside', withoutEnlargement: true })
        .flatten({ background: 'white' })
        .jpeg({ quality: JPEG_QUALITY })
        .toBuffer({ resolveWithObject: true });
      return { bytes: new Uint8Array(data), widthPx: info.width, heightPx: info.height };
    } catch {
      // sharp has only one kind of error, and its only cause is the image
      return undefined;
    }
  },

  async shrinkToGray(image, size) {
    try {
      const gray = loadSharp()(image, READING)
        .autoOrient()
        .resize({ ...size, fit: 'fill' })
        .flatten({ background: 'white' })
        .grayscale();
      return new Uint8Array(await gray.raw({ depth: 'uchar' }).toBuffer());
    } catch {
      return undefined;
    }
  },

  async stitch(images, { widthPx, heightPx, tiles }) {
    const sharp = loadSharp();
    const placed = await Promise.all(
      tiles.map(async ({ leftPx, topPx, widthPx: width, heightPx: height }, index) => ({
        left: leftPx,
        top: topPx,
        input: await sharp(images[index], READING)
          .autoOrient()
          .resize({ width, height, fit: 'fill' })
          .flatten({ background: 'white' })
          .png({ compressionLevel: 0 })
          .toBuffer(),
      })),
    );
    const { data, info } = await sharp({
      create: { width: widthPx, height: heightPx, channels: 3, background: BETWEEN },
    })
      .composite(placed)
      .jpeg({ quality: JPEG_QUALITY })
      .toBuffer({ resolveWithObject: true });
    return { bytes: new Uint8Array(data), widthPx: info.width, heightPx: info.height };
  },
};
