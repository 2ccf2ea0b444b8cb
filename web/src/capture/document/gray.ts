/** Pixels as a canvas gives them: red, green, blue and opacity of each. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}

/** Brightness of each pixel, from 0 to 255. */
export interface Gray {
  readonly width: number;
  readonly height: number;
  readonly levels: Uint8Array;
}

/** Part of a picture in pixels; `right` and `bottom` are outside of it. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Returns the brightness of a picture (ITU-R BT.601). */
export function grayOf({ width, height, data }: Picture): Gray {
  const levels = new Uint8Array(width * height);
  for (let at = 0; at < levels.length; at++)
    levels[at] =
      0.299 * (data[4 * at] ?? 0) + 0.587 * (data[4 * at + 1] ?? 0) + 0.114 * (data[4 * at + 2] ?? 0);
  return { width, height, levels };
}

/** All of a picture. */
export const wholeOf = ({ width, height }: Gray): Box => ({ left: 0, top: 0, right: width, bottom: height });
