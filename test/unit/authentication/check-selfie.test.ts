import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { checkSelfie } from '../../../lambda/authentication/check-selfie.ts';
import { sharpImageEditor } from '../../../lambda/images/adapters/sharp-image-editor.ts';
import { readImageHeader } from '../../../lambda/images/domain/image-header.ts';
import type { FaceObservation } from '../../../lambda/images/domain/quality-gate.ts';
import { DEFAULT_POLICY } from '../../../lambda/kernel/policy.ts';
import { aFace } from '../../support/lambda/builders.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

const aPicture = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: 'gray' } })
    .jpeg()
    .toBuffer();

const PICTURE = await aPicture(640, 480);

async function check(
  picture: Uint8Array,
  sensitivity: 'regular' | 'sensitive' = 'regular',
  faces: readonly FaceObservation[] | 'unreadable' = [aFace()],
) {
  const { emit, metrics } = recordedMetrics();
  const seen: Uint8Array[] = [];
  const detectFaces = async (image: Uint8Array) => {
    seen.push(image);
    return faces === 'unreadable' ? undefined : faces;
  };
  const checked = await checkSelfie(picture, sensitivity, {
    faces: { detectFaces },
    editor: sharpImageEditor,
    policy: DEFAULT_POLICY,
    emit,
  });
  const [sent] = seen;
  return { ...checked, sent, metrics };
}

const sizeOf = (image: Uint8Array | undefined) => {
  const header = image && readImageHeader(image);
  return header && [header.widthPx, header.heightPx];
};

describe('checking the selfie of a login', () => {
  it('shows it as it is in a regular flow', async () => {
    const picture = await aPicture(640, 480);
    const { findings, shown, metrics } = await check(picture);
    expect(findings).toMatchObject({ reasons: [], calls: { DetectFaces: 1 } });
    expect(shown).toBe(picture);
    expect(metrics).toEqual([
      { name: 'QualityChecked', value: 1, dimensions: { Image: 'selfie', Result: 'passed' } },
    ]);
  });

  it('scales a large picture down before it is looked at', async () => {
    const { sent, shown } = await check(await aPicture(3840, 2160));
    expect(sizeOf(sent)).toEqual([1920, 1080]);
    expect(shown).toBe(sent);
  });

  it('crops the face in a sensitive flow, as the registration did', async () => {
    const boundingBox = { left: 0.4, top: 0.25, width: 0.2, height: 0.5 };
    const { sent, shown } = await check(await aPicture(1000, 800), 'sensitive', [aFace({ boundingBox })]);
    expect(sizeOf(sent)).toEqual([1000, 800]);
    expect(sizeOf(shown)).toEqual([400, 800]);
  });

  it('keeps the pixels of a face that is large enough only in the original', async () => {
    const boundingBox = { left: 0.25, top: 0.25, width: 60 / 2400, height: 60 / 1800 };
    const { findings, shown } = await check(await aPicture(2400, 1800), 'regular', [aFace({ boundingBox })]);
    expect(findings.reasons).toEqual([]);
    expect(sizeOf(shown)?.[0]).toBeLessThan(130);
  });

  it.each([
    ['no image', Buffer.from('no image'), [aFace()], 'image_format_unsupported', {}],
    ['a poor picture', PICTURE, [aFace({ sharpness: 1 })], 'image_too_blurry', { DetectFaces: 1 }],
    ['what Rekognition cannot read', PICTURE, 'unreadable', 'image_format_unsupported', {}],
  ] as const)('shows nothing of %s', async (_what, picture, faces, reason, calls) => {
    const { findings, shown } = await check(picture, 'regular', faces);
    expect(shown).toBeUndefined();
    expect(findings).toMatchObject({ reasons: [reason], calls });
  });
});
