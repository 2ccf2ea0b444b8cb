import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { sharpImageEditor } from '../../../lambda/images/adapters/sharp-image-editor.ts';
import { HASHED } from '../../../lambda/images/domain/same-picture.ts';
import { layOut } from '../../../lambda/images/domain/stitching.ts';

describe('the image editor', () => {
  const aPicture = (orientation?: number) =>
    sharp({ create: { width: 300, height: 200, channels: 3, background: 'gray' } })
      .withMetadata(orientation === undefined ? {} : { orientation })
      .jpeg()
      .toBuffer();

  it('scales down, and never up', async () => {
    expect(await sharpImageEditor.edit(await aPicture(), 150)).toMatchObject({ widthPx: 150, heightPx: 100 });
    expect(await sharpImageEditor.edit(await aPicture(), 900)).toMatchObject({ widthPx: 300, heightPx: 200 });
  });

  it('cuts out a part of the upright image', async () => {
    const part = { left: 0.5, top: 0.25, width: 0.5, height: 0.5 };
    expect(await sharpImageEditor.edit(await aPicture(), 900, part)).toMatchObject({
      widthPx: 150,
      heightPx: 100,
    });
    expect(await sharpImageEditor.edit(await aPicture(6), 900, part)).toMatchObject({
      widthPx: 100,
      heightPx: 150,
    });
  });

  it('puts images in their places of one, upright, with gray between them', async () => {
    const red = await sharp({ create: { width: 300, height: 200, channels: 3, background: 'red' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    const blue = await sharp({ create: { width: 400, height: 400, channels: 4, background: 'blue' } })
      .png()
      .toBuffer();
    const stitching = layOut([
      { widthPx: 200, heightPx: 300 },
      { widthPx: 400, heightPx: 400 },
    ]);
    const { bytes, ...size } = await sharpImageEditor.stitch([red, blue], stitching);
    expect(size).toEqual({ widthPx: 1360, heightPx: 400 });
    const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
    const at = (x: number, y: number) => [...data.subarray(3 * (y * info.width + x)).subarray(0, 3)];
    const near = (color: readonly number[]) => color.map((value) => expect.closeTo(value, -1));
    expect(at(100, 150)).toEqual(near([254, 0, 0]));
    expect(at(1160, 200)).toEqual(near([0, 0, 254]));
    for (const [x, y] of [
      [600, 200],
      [100, 380],
    ] as const)
      expect(at(x, y)).toEqual(near([128, 128, 128]));
  });

  it('shrinks the upright image to gray pixels of any proportions', async () => {
    // bright on the left, as a viewer shows it
    const halves = await sharp({ create: { width: 200, height: 300, channels: 3, background: 'black' } })
      .composite([
        {
          input: { create: { width: 200, height: 150, channels: 3, background: 'white' } },
          gravity: 'south',
        },
      ])
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    const gray = (await sharpImageEditor.shrinkToGray(halves, { width: 4, height: 1 })) ?? [];
    expect(gray).toHaveLength(4);
    expect([gray[0], gray[3]]).toEqual([expect.closeTo(255, -1), expect.closeTo(0, -1)]);
    expect(await sharpImageEditor.shrinkToGray(Buffer.from('no image'), HASHED)).toBeUndefined();
  });

  it('answers nothing for bytes that cannot be decoded', async () => {
    expect(await sharpImageEditor.edit(Buffer.from('no image'), 900)).toBeUndefined();
  });
});
