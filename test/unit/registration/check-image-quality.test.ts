import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { sharpImageEditor } from '../../../lambda/images/adapters/sharp-image-editor.ts';
import { readImageHeader } from '../../../lambda/images/domain/image-header.ts';
import type { FaceObservation } from '../../../lambda/images/domain/quality-gate.ts';
import { DEFAULT_POLICY } from '../../../lambda/kernel/default-policy.ts';
import type { SelfieRule } from '../../../lambda/kernel/selfie-rules.ts';
import { checkImageQuality } from '../../../lambda/registration/check-image-quality.ts';
import type { VerificationSession } from '../../../lambda/sessions/domain/verification-session.ts';
import { aFace, anEarlierRun, aRegistration, aSession, NOON, TENANT } from '../../support/lambda/builders.ts';
import { InMemoryReceipts } from '../../support/lambda/in-memory-consents.ts';
import { InMemoryImages } from '../../support/lambda/in-memory-images.ts';
import { InMemorySessionStore } from '../../support/lambda/in-memory-session-store.ts';
import { BLINKING, observed, withRules } from '../../support/lambda/observed.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

const aPicture = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: 'gray' } })
    .jpeg()
    .toBuffer();

function aGate(
  image: Uint8Array,
  faces: readonly FaceObservation[] | 'unreadable' = [aFace()],
  earlier: Partial<VerificationSession> = {},
  policy = DEFAULT_POLICY,
) {
  const { emit, metrics } = recordedMetrics();
  const seen: Uint8Array[] = [];
  const dependencies = {
    receipts: new InMemoryReceipts(),
    sessions: new InMemorySessionStore(aSession({ status: 'processing', ...earlier })),
    images: new InMemoryImages({ selfie: image, document: image }),
    faces: {
      detectFaces: async (bytes: Uint8Array, rules: readonly SelfieRule[] = []) => {
        seen.push(bytes);
        return faces === 'unreadable' ? undefined : faces.map((face) => observed(face, rules));
      },
    },
    editor: sharpImageEditor,
    policy: { ...policy, search: { ...policy.search } },
    clock: () => NOON,
    emit,
  };
  const check = (role: 'selfie' | 'document', registration = aRegistration()) =>
    checkImageQuality({ registration, image: role }, dependencies);
  const checks = () => dependencies.sessions.stored(TENANT, 'vs_1').checks;
  return { ...dependencies, picture: image, metrics, seen, check, checks };
}

const portraitKeyOf = (picture: Uint8Array) =>
  `acme/vs_1/prepared/portrait-${createHash('sha256').update(picture).digest('hex')}.jpg`;

describe('checking the quality of an image', () => {
  it('passes a good document on with the place of its portrait', async () => {
    const gate = aGate(await aPicture(640, 480));
    expect(await gate.check('document')).toEqual({
      continue: true,
      reason_codes: [],
      document: { portrait: aFace().boundingBox, width_px: 640, height_px: 480 },
      portrait: { key: portraitKeyOf(gate.picture) },
    });
    expect(gate.checks().document_quality).toMatchObject({
      status: 'passed',
      billable_calls: { DetectFaces: 1 },
      cost_usd: 0.001,
    });
    expect(gate.metrics.filter(({ name }) => name === 'QualityRuleFailed')).toEqual([]);
  });

  it('judges the further rules that are on of a selfie, and of no document', async () => {
    const policy = withRules({ no_eyeglasses: { min_confidence: 50 } });
    const blinking = [aFace({ ruleConfidences: BLINKING })];
    const gate = aGate(await aPicture(640, 480), blinking, {}, policy);
    expect(await gate.check('selfie')).toMatchObject({ reason_codes: ['eyeglasses_worn'] });
    expect(gate.metrics).toContainEqual({
      name: 'QualityRuleFailed',
      value: 1,
      dimensions: { Type: 'registration', Image: 'selfie', ReasonCode: 'eyeglasses_worn' },
    });
    expect(await gate.check('document')).toMatchObject({ continue: true });
    expect(await aGate(await aPicture(640, 480), blinking).check('selfie')).toMatchObject({ continue: true });
  });

  it('judges a selfie alike where a policy asks for it, and passes nothing on', async () => {
    const good = aGate(await aPicture(640, 480));
    expect(await good.check('selfie')).toEqual({ continue: true, reason_codes: [] });
    expect([...good.images.images.keys()]).toEqual(['selfie', 'document']);
    const two = aGate(await aPicture(640, 480), [
      aFace(),
      aFace({ boundingBox: { ...aFace().boundingBox, left: 0 } }),
    ]);
    expect((await two.check('selfie')).reason_codes).toEqual(['multiple_faces_detected']);
    expect(two.checks().selfie_quality).toMatchObject({
      status: 'failed',
      billable_calls: { DetectFaces: 1 },
    });
  });

  it('reports every rule that fails, and the place of the portrait all the same', async () => {
    const gate = aGate(await aPicture(640, 480), [aFace({ sharpness: 2, brightness: 3 })]);
    const reason_codes = ['document_image_too_blurry', 'document_image_too_dark'];
    expect(await gate.check('document')).toEqual({
      continue: false,
      reason_codes,
      document: { portrait: aFace().boundingBox, width_px: 640, height_px: 480 },
    });
    expect(gate.checks().document_quality).toMatchObject({
      status: 'failed',
      reason_codes,
      face_box: aFace().boundingBox,
    });
    expect(gate.metrics.filter(({ name }) => name === 'QualityRuleFailed')).toEqual(
      reason_codes.map((ReasonCode) => ({
        name: 'QualityRuleFailed',
        value: 1,
        dimensions: { Type: 'registration', Image: 'document', ReasonCode },
      })),
    );
  });

  it('knows no portrait of a document without a face', async () => {
    const reason_codes = ['document_face_not_found'];
    expect(await aGate(await aPicture(640, 480), []).check('document')).toEqual({
      continue: false,
      reason_codes,
    });
  });

  it.each([
    ['no image', Buffer.from('no image'), 'document_image_format_unsupported'],
    ['an empty file', Buffer.alloc(0), 'document_image_format_unsupported'],
  ])('refuses %s before Rekognition is paid for', async (_what, bytes, reason) => {
    const gate = aGate(bytes);
    expect(await gate.check('document')).toEqual({ continue: false, reason_codes: [reason] });
    expect(gate.seen).toEqual([]);
    expect(gate.checks().document_quality?.billable_calls).toEqual({});
  });

  it('keeps no portrait of a bad document, nor where the policy has only selfies searched', async () => {
    const bad = aGate(await aPicture(640, 480), [aFace({ sharpness: 2 })]);
    const alone = aGate(await aPicture(640, 480));
    alone.policy.search.document_face = false;
    for (const gate of [bad, alone]) {
      expect(await gate.check('document')).not.toHaveProperty('portrait');
      expect([...gate.images.images.keys()].filter((key) => key.includes('portrait'))).toEqual([]);
    }
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

  it('judges a document once that several runs of the session get', async () => {
    const picture = await aPicture(640, 480);
    const document_sha256 = createHash('sha256').update(picture).digest('hex');
    const first = aGate(picture);
    await first.check('document');
    expect(first.checks().document_quality?.basis?.document_sha256).toBe(document_sha256);
    const later = aGate(picture, [], anEarlierRun(document_sha256));
    const registration = aRegistration({ run: 2, selfie: { key: 'selfie', face: aFace().boundingBox } });
    expect(await later.check('document', registration)).toEqual({
      continue: true,
      reason_codes: [],
      portrait: { key: portraitKeyOf(picture) },
    });
    expect(later.seen).toEqual([]);
    expect(later.metrics).toEqual([]);
    expect(later.checks().document_quality).toMatchObject({
      status: 'passed',
      basis: { document_sha256 },
      billable_calls: {},
    });
  });

  it('scales a 4K image down before it is looked at, and measures the face in the original', async () => {
    const picture = await aPicture(3840, 2160);
    const gate = aGate(picture);
    const { document } = await gate.check('document');
    expect(document).toEqual({ portrait: aFace().boundingBox, width_px: 3840, height_px: 2160 });
    const [seen = new Uint8Array()] = gate.seen;
    expect(readImageHeader(seen)).toEqual({ format: 'jpeg', widthPx: 1920, heightPx: 1080 });
  });

  describe('where scaling makes the portrait too small', () => {
    const portraitOf = (px: number) =>
      aFace({ boundingBox: { left: 0.25, top: 0.25, width: px / 2400, height: px / 1800 } });

    it('crops the portrait from the original', async () => {
      const gate = aGate(await aPicture(2400, 1800), [portraitOf(60)]);
      // of 2400 pixels 1920 are left, and 48 of the face
      const { document } = await gate.check('document');
      const key = 'acme/vs_1/prepared/document.jpg';
      const part = { width: expect.closeTo(120 / 2400), height: expect.closeTo(120 / 1800) };
      expect(document?.crop).toMatchObject({ key, part });
      expect(readImageHeader(await gate.images.read({ key }))).toMatchObject({
        widthPx: expect.closeTo(120, -1),
        heightPx: expect.closeTo(120, -1),
      });
      expect(gate.checks().document_quality?.measures).toContainEqual({
        name: 'face_size_px',
        value: 60,
        limit: '> 50',
      });
    });

    it('crops a further portrait with it, so that the comparison sees whom it shows', async () => {
      const crop = async (side: number) => {
        const other = { left: 0.6, top: 0.25, width: side / 3000, height: side / 3000 };
        const portrait = { left: 0.1, top: 0.25, width: 75 / 3000, height: 90 / 3000 };
        const faces = [aFace({ boundingBox: other }), aFace({ boundingBox: portrait })];
        return (await aGate(await aPicture(3000, 3000), faces).check('document')).document?.crop?.part.width;
      };
      expect(await crop(81)).toBeGreaterThan(0.5);
      expect(await crop(79)).toBeLessThan(0.1);
    });

    it.each([
      ['is large enough', 66, []],
      ['is too small in the original as well', 50, ['document_face_too_small']],
    ])('crops nothing where it %s', async (_what, px, reasons) => {
      const gate = aGate(await aPicture(2400, 1800), [portraitOf(px)]);
      const { reason_codes, document } = await gate.check('document');
      expect(reason_codes).toEqual(reasons);
      expect(document?.crop).toBeUndefined();
    });
  });

  it('refuses an image whose header is right and whose pixels are not', async () => {
    const broken = (await aPicture(3840, 2160)).subarray(0, 800);
    const gate = aGate(broken);
    expect((await gate.check('document')).reason_codes).toEqual(['document_image_format_unsupported']);
    const unseen = aGate(await aPicture(640, 480), 'unreadable');
    expect((await unseen.check('selfie')).reason_codes).toEqual(['image_format_unsupported']);
  });
});
