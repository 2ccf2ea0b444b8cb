import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { judgeSelfie, openSelfie, type SelfieRules } from '../../../lambda/authentication/check-selfie.ts';
import { sharpImageEditor } from '../../../lambda/images/adapters/sharp-image-editor.ts';
import { readImageHeader } from '../../../lambda/images/domain/image-header.ts';
import type { FaceObservation } from '../../../lambda/images/domain/quality-gate.ts';
import { DEFAULT_POLICY } from '../../../lambda/kernel/default-policy.ts';
import type { SelfieRule } from '../../../lambda/kernel/selfie-rules.ts';
import { aFace } from '../../support/lambda/builders.ts';
import { BLINKING, observed, withRules } from '../../support/lambda/observed.ts';

const aPicture = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: 'gray' } })
    .jpeg()
    .toBuffer();

const MIDDLE = { left: 0.4, top: 0.25, width: 0.2, height: 0.5 };
const sizeOf = (image: Uint8Array) => {
  const header = readImageHeader(image);
  return header && [header.widthPx, header.heightPx];
};

const CHECK = { editor: sharpImageEditor, policy: DEFAULT_POLICY };

async function opened(picture: Uint8Array, rules: Partial<SelfieRules> = {}) {
  const selfie = await openSelfie(picture, { sensitivity: 'regular', face: MIDDLE, ...rules }, CHECK);
  if ('reasons' in selfie) throw new Error(`refused for ${selfie.reasons.join()}`);
  return selfie;
}

describe('opening the selfie of a login', () => {
  it('shows it as it is in a regular flow', async () => {
    const picture = await aPicture(640, 480);
    expect((await opened(picture)).shown).toBe(picture);
  });

  it('scales a large picture down', async () => {
    const { image, shown } = await opened(await aPicture(3840, 2160));
    expect(sizeOf(shown)).toEqual([1920, 1080]);
    expect(shown).toBe(image.prepared.bytes);
  });

  it('crops the face in a sensitive flow, as the registration did, and is judged whole', async () => {
    const { image, shown } = await opened(await aPicture(1000, 800), { sensitivity: 'sensitive' });
    expect(sizeOf(shown)).toEqual([400, 800]);
    expect(sizeOf(image.prepared.bytes)).toEqual([1000, 800]);
  });

  it('keeps the pixels of a face that is large enough only in the original', async () => {
    const face = { left: 0.25, top: 0.25, width: 60 / 2400, height: 60 / 1800 };
    expect(sizeOf((await opened(await aPicture(2400, 1800), { face })).shown)?.[0]).toBeLessThan(130);
  });

  it('shows all of it where nothing says where the face is', async () => {
    const whole = await opened(await aPicture(1000, 800), { sensitivity: 'sensitive', face: undefined });
    expect(sizeOf(whole.shown)).toEqual([1000, 800]);
  });

  it('refuses what is no image, without a call', async () => {
    const rules = { sensitivity: 'regular', face: undefined } as const;
    const refused = await openSelfie(Buffer.from('no image'), rules, CHECK);
    expect(refused).toEqual({ reasons: ['image_format_unsupported'], calls: {} });
  });
});

describe('judging the selfie of a login', () => {
  const judge = async (faces: readonly FaceObservation[] | undefined, policy = DEFAULT_POLICY) => {
    const { image } = await opened(await aPicture(640, 480));
    const detectFaces = async (_image: Uint8Array, rules: readonly SelfieRule[] = []) =>
      faces?.map((face) => observed(face, rules));
    return judgeSelfie(image, { ...CHECK, policy, faces: { detectFaces } });
  };

  it('passes a good one', async () => {
    expect(await judge([aFace()])).toMatchObject({ reasons: [], calls: { DetectFaces: 1 } });
  });

  it('judges the further rules that are on, with the same call', async () => {
    const blinking = [aFace({ ruleConfidences: BLINKING })];
    const policy = withRules({ eyes_open: { min_confidence: 50 }, mouth_closed: { min_confidence: 50 } });
    expect(await judge(blinking, policy)).toMatchObject({
      reasons: ['eyes_closed'],
      measures: expect.arrayContaining([{ name: 'mouth_closed_percent', value: 99, limit: '>= 50' }]),
      calls: { DetectFaces: 1 },
    });
    expect((await judge(blinking)).reasons).toEqual([]);
  });

  it.each([
    ['a poor picture', [aFace({ sharpness: 1 })], 'image_too_blurry', { DetectFaces: 1 }],
    ['what Rekognition cannot read', undefined, 'image_format_unsupported', {}],
  ] as const)('refuses %s', async (_what, faces, reason, calls) => {
    expect(await judge(faces)).toMatchObject({ reasons: [reason], calls });
  });
});
