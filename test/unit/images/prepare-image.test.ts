import { describe, expect, it } from 'vitest';
import { WHOLE } from '../../../lambda/images/domain/image-rules.ts';
import type { BoundingBox } from '../../../lambda/images/domain/quality-gate.ts';
import type { ImageEditor } from '../../../lambda/images/ports/image-editor.ts';
import { cropFace, isScaledTooFar, prepareImage, showFace } from '../../../lambda/images/prepare-image.ts';

const ORIGINAL = new Uint8Array([1, 2, 3]);
const EDITED = { bytes: new Uint8Array([4]), widthPx: 400, heightPx: 300 };

/** An editor that answers the same to everything, and keeps what it was asked. */
function anEditor(answer: typeof EDITED | undefined = EDITED) {
  const asked: unknown[][] = [];
  const editor: Pick<ImageEditor, 'edit'> = {
    edit: async (...call) => {
      asked.push(call);
      return answer;
    },
  };
  return { editor, asked };
}
/** An editor to which every image is broken. */
const noEditor: Pick<ImageEditor, 'edit'> = { edit: async () => undefined };

describe('preparing an image', () => {
  it('takes the original as it is, where it is small enough', async () => {
    const { editor, asked } = anEditor();
    expect(await prepareImage(ORIGINAL, { widthPx: 1920, heightPx: 1080 }, editor)).toEqual({
      bytes: ORIGINAL,
      widthPx: 1920,
      heightPx: 1080,
      edited: false,
      part: WHOLE,
    });
    expect(asked).toEqual([]);
  });

  it('scales it down to Full HD, where it is larger or heavier than a request may be', async () => {
    const heavy = new Uint8Array(5_242_881);
    for (const [image, size] of [
      [ORIGINAL, { widthPx: 1921, heightPx: 100 }],
      [heavy, { widthPx: 100, heightPx: 100 }],
    ] as const) {
      const { editor, asked } = anEditor();
      expect(await prepareImage(image, size, editor)).toEqual({ ...EDITED, edited: true, part: WHOLE });
      const [[shown, maxSidePx] = []] = asked;
      // the same bytes, which are too many to compare one by one
      expect(shown).toBe(image);
      expect(maxSidePx).toBe(1920);
    }
  });

  it('answers nothing for what cannot be decoded', async () => {
    expect(await prepareImage(ORIGINAL, { widthPx: 4000, heightPx: 100 }, noEditor)).toBeUndefined();
  });
});

describe('cutting a face out', () => {
  const size = { widthPx: 1000, heightPx: 800 };
  const box: BoundingBox = { left: 0.4, top: 0.4, width: 0.2, height: 0.2 };

  it('takes the original with half the face as a margin, and no more than Full HD', async () => {
    const { editor, asked } = anEditor();
    const cropped = await cropFace(ORIGINAL, size, box, editor);
    const [[image, maxSidePx, part] = []] = asked;
    expect(cropped).toEqual({ ...EDITED, edited: true, part });
    expect([image, maxSidePx]).toEqual([ORIGINAL, 1920]);
    expect(part).toEqual({
      left: expect.closeTo(0.3, 9),
      top: expect.closeTo(0.3, 9),
      width: expect.closeTo(0.4, 9),
      height: expect.closeTo(0.4, 9),
    });
  });

  it('refuses what would be smaller than Rekognition takes, on either side', async () => {
    const { editor, asked } = anEditor();
    // the part is twice as wide and as high as the face
    const faceOf = (width: number, height: number): BoundingBox => ({
      left: 0.4,
      top: 0.4,
      width: width / 1000,
      height: height / 800,
    });
    for (const small of [faceOf(39, 200), faceOf(200, 39)])
      expect(await cropFace(ORIGINAL, size, small, editor)).toBeUndefined();
    expect(asked).toEqual([]);
    expect(await cropFace(ORIGINAL, size, faceOf(41, 41), editor)).toBeDefined();
  });

  it('answers nothing for what cannot be decoded', async () => {
    expect(await cropFace(ORIGINAL, size, box, noEditor)).toBeUndefined();
  });
});

describe('showing a face', () => {
  const size = { widthPx: 4000, heightPx: 3000 };
  const whole = { bytes: ORIGINAL, widthPx: 2000, heightPx: 1500, edited: true, part: WHOLE };
  const box = (px: number): BoundingBox => ({ left: 0.4, top: 0.4, width: px / 2000, height: px / 1500 });
  const show = (px: number, sensitivity: 'regular' | 'sensitive', editor: Pick<ImageEditor, 'edit'>) =>
    showFace(ORIGINAL, size, whole, box(px), { sensitivity, minFacePx: 50 }, editor);

  it.each([
    ['regular', 51, false],
    ['regular', 50, true],
    ['sensitive', 51, true],
    ['sensitive', 50, true],
  ] as const)('in a %s flow of %d pixels crops it: %s', async (sensitivity, px, isCropped) => {
    const { editor, asked } = anEditor();
    const shown = await show(px, sensitivity, editor);
    expect(asked).toHaveLength(isCropped ? 1 : 0);
    expect(shown).toEqual(isCropped ? { ...EDITED, edited: true, part: expect.anything() } : whole);
  });

  it('shows the whole image where the face alone cannot be', async () => {
    expect(await show(51, 'sensitive', noEditor)).toBe(whole);
  });

  it('never takes an original for scaled too far', () => {
    expect(isScaledTooFar(box(10), { ...whole, edited: false }, 50)).toBe(false);
  });
});
