import type { Box, Gray } from './gray.ts';

/** A document in a picture. */
export interface FoundDocument {
  readonly box: Box;
  /** Share of the picture that the box covers. */
  readonly share: number;
  /** Whether it runs over the edge of the picture. */
  readonly isCutOff: boolean;
}

/** Width of the edge of a picture, as a share of its short side. */
const EDGE = 0.02;
/** Difference of brightness by which a pixel is not of the surface. */
const MIN_CONTRAST = 24;
/** Share of the edge that has to look alike to be the surface on which the document lies. */
const MIN_UNIFORM = 0.6;
/** Share of a row or column that has to differ from the surface to be of the document. */
const MIN_FILLED = 0.15;

/**
 * Finds the document that lies on a plain surface: the box of all that differs from the edge of the picture.
 * @returns nothing where the edge is not plain, such as for a scan without a surface: then the document
 * fills the picture, or nobody can say
 */
export function findDocument(gray: Gray): FoundDocument | undefined {
  const { width, height, levels } = gray;
  const surface = surfaceOf(gray);
  if (surface === undefined) return undefined;
  const differs = (x: number, y: number) => Math.abs((levels[y * width + x] ?? 0) - surface) > MIN_CONTRAST;
  const columns = new Uint32Array(width);
  const rows = new Uint32Array(height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      if (differs(x, y)) {
        columns[x] = (columns[x] ?? 0) + 1;
        rows[y] = (rows[y] ?? 0) + 1;
      }
  const [left, right] = spanOf(columns, height);
  const [top, bottom] = spanOf(rows, width);
  if (right <= left || bottom <= top) return undefined;
  const edge = edgeOf(gray);
  return {
    box: { left, top, right, bottom },
    share: ((right - left) * (bottom - top)) / (width * height),
    isCutOff: left < edge || top < edge || right > width - edge || bottom > height - edge,
  };
}

const edgeOf = ({ width, height }: Gray): number => Math.ceil(EDGE * Math.min(width, height));

/** Returns the brightness of the surface at the edge of the picture, where most of the edge looks alike. */
function surfaceOf(gray: Gray): number | undefined {
  const { width, height, levels } = gray;
  const edge = edgeOf(gray);
  const counts = new Uint32Array(256);
  let pixels = 0;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      if (y >= edge && y < height - edge && x === edge) x = Math.max(x, width - edge);
      const level = levels[y * width + x] ?? 0;
      counts[level] = (counts[level] ?? 0) + 1;
      pixels += 1;
    }
  const median = quantile(counts, pixels / 2);
  let alike = 0;
  for (let level = Math.max(0, median - MIN_CONTRAST); level <= Math.min(255, median + MIN_CONTRAST); level++)
    alike += counts[level] ?? 0;
  return alike / pixels >= MIN_UNIFORM ? median : undefined;
}

function quantile(counts: Uint32Array, wanted: number): number {
  let seen = 0;
  for (const [level, count] of counts.entries()) {
    seen += count;
    if (seen >= wanted) return level;
  }
  return counts.length - 1;
}

/** Returns where the lines begin and end that are filled enough. @param length of each line, in pixels */
function spanOf(filled: Uint32Array, length: number): readonly [number, number] {
  const isFilled = (count: number) => count >= MIN_FILLED * length;
  const first = filled.findIndex(isFilled);
  return first < 0 ? [0, 0] : [first, filled.findLastIndex(isFilled) + 1];
}
