import type { BoundingBox, ImageSize } from '../domain/quality-gate.ts';
import type { Stitching } from '../domain/stitching.ts';

export interface EditedImage extends ImageSize {
  /** JPEG. */
  readonly bytes: Uint8Array;
}

/** Decodes pixels. Images come out upright, whatever their EXIF orientation. */
export interface ImageEditor {
  /**
   * Cuts out a part (shares of the upright image; absent for all of it) and scales it down until no side is longer
   * than `maxSidePx`.
   * @returns undefined where the bytes cannot be decoded
   */
  edit(image: Uint8Array, maxSidePx: number, part?: BoundingBox): Promise<EditedImage | undefined>;
  /** Puts images, which {@link edit} can decode, in their places of one image; grey lies between them. */
  stitch(images: readonly Uint8Array[], stitching: Stitching): Promise<EditedImage>;
}
