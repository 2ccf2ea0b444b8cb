import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { sharpImageEditor } from '../../../lambda/images/adapters/sharp-image-editor.ts';
import { readImageHeader } from '../../../lambda/images/domain/image-header.ts';
import type { FaceObservation } from '../../../lambda/images/domain/quality-gate.ts';
import { isSamePicture } from '../../../lambda/images/domain/same-picture.ts';
import { DEFAULT_POLICY } from '../../../lambda/kernel/policy.ts';
import { checkImageQuality } from '../../../lambda/registration/check-image-quality.ts';
import { identityCardOf } from '../../support/identity-card-of.ts';
import { aFace, aRegistration, aSession, NOON, TENANT } from '../../support/lambda/builders.ts';
import { InMemoryImages } from '../../support/lambda/in-memory-images.ts';
import { InMemorySessionStore } from '../../support/lambda/in-memory-session-store.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

const aPicture = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: 'gray' } })
    .jpeg()
    .toBuffer();

function aGate(image: Uint8Array, faces: readonly FaceObservation[] | 'unreadable' = [aFace()]) {
  const { emit, metrics } = recordedMetrics();
  const seen: Uint8Array[] = [];
  const dependencies = {
    sessions: new InMemorySessionStore(aSession({ status: 'processing' })),
    images: new InMemoryImages({ selfie: image, document: image }),
    faces: {
      detectFaces: async (bytes: Uint8Array) => {
        seen.push(bytes);
        return faces === 'unreadable' ? undefined : faces;
      },
    },
    editor: sharpImageEditor,
    policy: DEFAULT_POLICY,
    clock: () => NOON,
    emit,
  };
  const check = (role: 'selfie' | 'document', registration = aRegistration()) =>
    checkImageQuality({ registration, image: role }, dependencies);
  return { ...dependencies, metrics, seen, check };
}

describe('checking the quality of an image', () => {
  it('passes a good selfie on as it is, with its hash and its size', async () => {
    const picture = await aPicture(640, 480);
    const gate = aGate(picture);
    const registration = aRegistration({ selfie: { key: 'selfie', version_id: 'v7' } });
    expect(await gate.check('selfie', registration)).toEqual({
      continue: true,
      reason_codes: [],
      image: {
        key: 'selfie',
        version_id: 'v7',
        sha256: createHash('sha256').update(picture).digest('hex'),
        width_px: 640,
        height_px: 480,
        face: aFace().boundingBox,
        shown_px: { width: 640, height: 480 },
      },
    });
    expect([...gate.images.images.keys()]).toEqual(['selfie', 'document']);
    expect(gate.sessions.stored(TENANT, 'vs_1').checks.selfie_quality).toMatchObject({
      status: 'passed',
      billable_calls: { DetectFaces: 1 },
      cost_usd: 0.001,
    });
    expect(gate.metrics).toEqual([
      { name: 'QualityChecked', value: 1, dimensions: { Image: 'selfie', Result: 'passed' } },
    ]);
  });

  it('passes on how the whole image looks, also if it is cropped', async () => {
    const card = await identityCardOf('cage');
    const scaled = await sharp(card).resize({ width: 700 }).jpeg().toBuffer();
    const [whole, cropped] = await Promise.all([
      aGate(card).check('document'),
      aGate(scaled).check('document', aRegistration({ sensitivity: 'sensitive' })),
    ]);
    expect(whole.image?.difference_hash).toMatch(/^[0-9a-f]{16}$/);
    const renamed = { ...cropped.image, sha256: 'c'.repeat(64) };
    expect(whole.image && isSamePicture(whole.image, renamed)).toBe(true);
  });

  it('reports every rule that fails, on the session and as a metric', async () => {
    const gate = aGate(await aPicture(640, 480), [aFace({ sharpness: 2, brightness: 3 })]);
    const answer = await gate.check('document');
    expect(answer).toEqual({
      continue: false,
      reason_codes: ['document_image_too_blurry', 'document_image_too_dark'],
    });
    expect(gate.sessions.stored(TENANT, 'vs_1').checks.document_quality).toMatchObject({
      status: 'failed',
      reason_codes: answer.reason_codes,
    });
    expect(gate.metrics).toEqual([
      { name: 'QualityChecked', value: 1, dimensions: { Image: 'document', Result: 'failed' } },
      ...answer.reason_codes.map((ReasonCode) => ({
        name: 'QualityRuleFailed',
        value: 1,
        dimensions: { Image: 'document', ReasonCode },
      })),
    ]);
  });

  it.each([
    ['no image', Buffer.from('no image'), 'image_format_unsupported'],
    ['an empty file', Buffer.alloc(0), 'image_format_unsupported'],
  ])('refuses %s before Rekognition is paid for', async (_what, bytes, reason) => {
    const gate = aGate(bytes);
    expect(await gate.check('selfie')).toEqual({ continue: false, reason_codes: [reason] });
    expect(gate.seen).toEqual([]);
    expect(gate.sessions.stored(TENANT, 'vs_1').checks.selfie_quality?.billable_calls).toEqual({});
  });

  it('keeps the document that was judged where no later upload replaces it', async () => {
    const picture = await aPicture(1000, 800);
    const gate = aGate(picture);
    await gate.check('document');
    const name = createHash('sha256').update(picture).digest('hex');
    const key = `acme/vs_1/judged/${name}`;
    expect(await gate.images.read({ key })).toEqual(picture);
    // a repeated run judges the same bytes; the selfie is written by Rekognition alone
    await gate.check('document');
    await gate.check('selfie');
    expect([...gate.images.images.keys()].filter((one) => one.includes('/judged/'))).toEqual([key]);
  });

  it('scales a 4K image down before it is looked at, and keeps it beside the original', async () => {
    const picture = await aPicture(3840, 2160);
    const gate = aGate(picture);
    const { image } = await gate.check('document');
    expect(image).toMatchObject({
      key: 'acme/vs_1/prepared/document.jpg',
      width_px: 1920,
      height_px: 1080,
      face: aFace().boundingBox,
      shown_px: { width: 3840, height: 2160 },
      sha256: createHash('sha256').update(picture).digest('hex'),
    });
    const kept = await gate.images.read({ key: image?.key ?? '' });
    expect(readImageHeader(kept)).toEqual({ format: 'jpeg', widthPx: 1920, heightPx: 1080 });
    expect(gate.seen).toEqual([kept]);
  });

  it('cuts the face out in sensitive flows', async () => {
    const gate = aGate(await aPicture(1000, 800), [
      aFace({ boundingBox: { left: 0.4, top: 0.25, width: 0.2, height: 0.5 } }),
    ]);
    const { image } = await gate.check('selfie', aRegistration({ sensitivity: 'sensitive' }));
    expect(image).toMatchObject({
      key: 'acme/vs_1/prepared/selfie.jpg',
      width_px: 400,
      height_px: 800,
      // half a face to the left and to the right; above and below it ends with the image
      face: { left: expect.closeTo(0.25), top: 0.25, width: expect.closeTo(0.5), height: 0.5 },
      shown_px: { width: expect.closeTo(400), height: 800 },
    });
  });

  it('cuts out a further portrait with the face, so that the comparison sees whom it shows', async () => {
    const portrait = { left: 0.1, top: 0.25, width: 0.2, height: 0.3 };
    const document = async (side: number) => {
      const other = { left: 0.6, top: 0.25, width: side / 1000, height: side / 800 };
      const gate = aGate(await aPicture(1000, 800), [
        aFace({ boundingBox: other }),
        aFace({ boundingBox: portrait }),
      ]);
      return (await gate.check('document', aRegistration({ sensitivity: 'sensitive' }))).image;
    };
    expect((await document(80))?.width_px).toBeGreaterThan(680);
    expect((await document(79))?.width_px).toBe(400);
  });

  it('measures a face in the original, and cuts it out where scaling would make it too small', async () => {
    const faceOf = (px: number) =>
      aFace({ boundingBox: { left: 0.25, top: 0.25, width: px / 2400, height: px / 1800 } });
    const picture = await aPicture(2400, 1800);
    const gate = aGate(picture, [faceOf(60)]);
    // of 2400 pixels 1920 are left, and 48 of the face
    expect((await gate.check('document')).image).toMatchObject({
      shown_px: { width: expect.closeTo(120), height: expect.closeTo(120) },
    });
    expect(gate.sessions.stored(TENANT, 'vs_1').checks.document_quality?.measures).toContainEqual({
      name: 'face_size_px',
      value: 60,
      limit: '> 50',
    });
    expect((await aGate(picture, [faceOf(66)]).check('selfie')).image).toMatchObject({ width_px: 1920 });
    expect((await aGate(picture, [faceOf(50)]).check('selfie')).reason_codes).toEqual(['face_too_small']);
  });

  it('does not cut out what would be too small for Rekognition', async () => {
    const gate = aGate(await aPicture(600, 600), [
      aFace({ boundingBox: { left: 0, top: 0, width: 51 / 600, height: 51 / 600 } }),
    ]);
    const { image } = await gate.check('selfie', aRegistration({ sensitivity: 'sensitive' }));
    expect(image).toMatchObject({ key: 'selfie', width_px: 600 });
  });

  it('refuses an image whose header is right and whose pixels are not', async () => {
    const broken = (await aPicture(3840, 2160)).subarray(0, 800);
    const gate = aGate(broken);
    expect((await gate.check('document')).reason_codes).toEqual(['document_image_format_unsupported']);
    const unseen = aGate(await aPicture(640, 480), 'unreadable');
    expect((await unseen.check('selfie')).reason_codes).toEqual(['image_format_unsupported']);
  });
});
