import type { BoundingBox, ImageSize } from '../domain/quality-gate.ts';
import type { Stitching } from '../domain/stitching.ts';

export interface EditedImage extends ImageSize {
  /** JPEG. */
  readonly bytes: Uint8Array;
}

/** In pixels. */
export interface GraySize {
  readonly width: number;
  readonly height: number;
}

/** Decodes pixels. Results are upright: the EXIF orientation is applied. */
export interface ImageEditor {
  /**
   * Crops a part (in shares of the upright image; absent for all
   * of it) and scales it down so that no side exceeds `maxSidePx`.
   * @returns undefined if the bytes cannot be decoded
   */
  edit(image: Uint8Array, maxSidePx: number, part?: BoundingBox): Promise<EditedImage | undefined>;
  /**
   * Shrinks the whole image to a gray one of exactly this size, which may distort it.
   * @returns one byte per pixel, row by row; undefined if the bytes cannot be decoded
   */
  shrinkToGray(image: Uint8Array, size: GraySize): Promise<Uint8Array | undefined>;
  /** Places images that {@link edit} can decode in one image, on a gray background. */
  stitch(images: readonly Uint8Array[], stitching: Stitching): Promise<EditedImage>;
}
