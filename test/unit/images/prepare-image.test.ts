import { describe, expect, it } from 'vitest';
import { WHOLE } from '../../../lambda/images/domain/image-rules.ts';
import type { BoundingBox } from '../../../lambda/images/domain/quality-gate.ts';
import type { ImageEditor } from '../../../lambda/images/ports/image-editor.ts';
import { cropFace, prepareImage } from '../../../lambda/images/prepare-image.ts';

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
