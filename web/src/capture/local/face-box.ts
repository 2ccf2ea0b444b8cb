/** A face in a picture, in shares of its width and height. */
export interface FaceBox {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Side of the picture that the model (BlazeFace, short range) looks at, in pixels. */
export const MODEL_SIDE = 128;
/** Numbers of one anchor: score, middle and size of the face, and six points of it. */
const ROW = 17;
/** Grids of anchors: cells per side, and anchors per cell. */
const GRIDS = [
  { cells: 16, anchors: 2 },
  { cells: 8, anchors: 6 },
] as const;
/** Logit of the score of 0.6 from which something is a face. */
const MIN_LOGIT = Math.log(0.6 / 0.4);

/** Returns the face of the best score, if the model has found any. @param output of the model, by rows */
export function bestFace(output: ArrayLike<number>): FaceBox | undefined {
  let best = -1;
  for (let row = 0; row * ROW < output.length; row++)
    if (scoreOf(output, row) >= Math.max(MIN_LOGIT, best < 0 ? MIN_LOGIT : scoreOf(output, best))) best = row;
  if (best < 0) return undefined;
  const [x, y] = anchorOf(best);
  const number = (at: number) => (output[best * ROW + at] ?? 0) / MODEL_SIDE;
  const [width, height] = [number(3), number(4)];
  return { left: x + number(1) - width / 2, top: y + number(2) - height / 2, width, height };
}

const scoreOf = (output: ArrayLike<number>, row: number): number => output[row * ROW] ?? 0;

/** Returns the middle of an anchor's cell. */
function anchorOf(row: number): readonly [number, number] {
  let rest = row;
  for (const { cells, anchors } of GRIDS) {
    if (rest < cells * cells * anchors) {
      const cell = Math.floor(rest / anchors);
      return [((cell % cells) + 0.5) / cells, (Math.floor(cell / cells) + 0.5) / cells];
    }
    rest -= cells * cells * anchors;
  }
  return [0.5, 0.5];
}
