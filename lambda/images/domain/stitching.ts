import { MAX_SIDE_PX } from './image-rules.ts';
import type { BoundingBox, ImageSize } from './quality-gate.ts';

/**
 * Maximum images per IndexFaces call: two by two, each of 960 pixels, in which
 * the face of a selfie exceeds the 200 pixels recommended for larger collections.
 */
export const MAX_STITCHED = 4;

/** Position of an image in the stitched one, in pixels. */
export interface Tile extends ImageSize {
  readonly leftPx: number;
  readonly topPx: number;
}

export interface Stitching extends ImageSize {
  /** In the order of the images. */
  readonly tiles: readonly Tile[];
}

/**
 * Lays out images side by side on at most Full HD, without overlap or enlargement (whitepaper 3.5.1).
 * @throws RangeError for no image, or more than {@link MAX_STITCHED}
 */
export function layOut(images: readonly ImageSize[]): Stitching {
  if (images.length < 1 || images.length > MAX_STITCHED)
    throw new RangeError(`1 to ${MAX_STITCHED} images are stitched, not ${images.length}`);
  const columns = Math.ceil(Math.sqrt(images.length));
  const cell = Math.floor(MAX_SIDE_PX / columns);
  const tiles = images.map(({ widthPx, heightPx }, index): Tile => {
    const scale = Math.min(1, cell / Math.max(widthPx, heightPx));
    return {
      leftPx: (index % columns) * cell,
      topPx: Math.floor(index / columns) * cell,
      widthPx: Math.max(1, Math.floor(widthPx * scale)),
      heightPx: Math.max(1, Math.floor(heightPx * scale)),
    };
  });
  return {
    widthPx: Math.max(...tiles.map(({ leftPx, widthPx }) => leftPx + widthPx)),
    heightPx: Math.max(...tiles.map(({ topPx, heightPx }) => topPx + heightPx)),
    tiles,
  };
}

export interface PlacedFace {
  /** Index of its image; undefined for a face between the images. */
  readonly image: number | undefined;
  /** In shares of its own image, or of the stitched one if it belongs to none. */
  readonly box: BoundingBox;
}

/**
 * Finds the image that a face in a stitched image belongs to, by the center of its box, and its place in it.
 */
export function placeFace({ widthPx, heightPx, tiles }: Stitching, box: BoundingBox): PlacedFace {
  const x = (box.left + box.width / 2) * widthPx;
  const y = (box.top + box.height / 2) * heightPx;
  const image = tiles.findIndex(
    ({ leftPx, topPx, ...size }) =>
      x >= leftPx && x < leftPx + size.widthPx && y >= topPx && y < topPx + size.heightPx,
  );
  const tile = tiles[image];
  if (!tile) return { image: undefined, box };
  return {
    image,
    box: {
      left: (box.left * widthPx - tile.leftPx) / tile.widthPx,
      top: (box.top * heightPx - tile.topPx) / tile.heightPx,
      width: (box.width * widthPx) / tile.widthPx,
      height: (box.height * heightPx) / tile.heightPx,
    },
  };
}

/** Whether each face is the only one of its image; of several, nothing says which one is meant. */
export const areAlone = (faces: readonly PlacedFace[]): readonly boolean[] =>
  faces.map(({ image }) => image !== undefined && faces.filter((one) => one.image === image).length === 1);
