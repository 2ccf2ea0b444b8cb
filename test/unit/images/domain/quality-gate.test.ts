import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type FaceObservation,
  faceSizePx,
  judgeQuality,
} from '../../../../lambda/images/domain/quality-gate.ts';
import { DEFAULT_POLICY } from '../../../../lambda/kernel/default-policy.ts';
import { isReasonCode } from '../../../../lambda/kernel/reason-code.ts';
import { aFace } from '../../../support/lambda/builders.ts';

const LIMITS = DEFAULT_POLICY.quality.selfie;
const IMAGE = { widthPx: 1000, heightPx: 800 };
const selfieReasons = (...faces: FaceObservation[]) => judgeQuality(faces, IMAGE, LIMITS, 'selfie').reasons;
const documentReasons = (...faces: FaceObservation[]) =>
  judgeQuality(faces, IMAGE, LIMITS, 'document').reasons;

/** A face whose box has this size in pixels. */
const aFaceOf = (widthPx: number, heightPx: number) =>
  aFace({
    boundingBox: { left: 0, top: 0, width: widthPx / IMAGE.widthPx, height: heightPx / IMAGE.heightPx },
  });

const observations: fc.Arbitrary<FaceObservation> = fc.record({
  boundingBox: fc.record({
    left: fc.constant(0),
    top: fc.constant(0),
    width: fc.double({ min: 0, max: 1, noNaN: true }),
    height: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
  yawDegrees: fc.double({ min: -180, max: 180, noNaN: true }),
  pitchDegrees: fc.double({ min: -180, max: 180, noNaN: true }),
  sharpness: fc.double({ min: 0, max: 100, noNaN: true }),
  brightness: fc.double({ min: 0, max: 100, noNaN: true }),
  occluded: fc.boolean(),
});

describe('the further rules of a selfie', () => {
  const rules = { eyes_open: { min_confidence: 60 }, no_sunglasses: { min_confidence: 60 } };
  const blinking = aFace({ ruleConfidences: { eyes_open: 59.9, no_sunglasses: 60 } });

  it('are judged and measured after those of quality, and reported together with them', () => {
    const limits = { ...LIMITS, rules };
    const { reasons, measures } = judgeQuality([blinking], IMAGE, limits, 'selfie');
    expect(reasons).toEqual(['eyes_closed']);
    expect(measures.slice(-2)).toEqual([
      { name: 'eyes_open_percent', value: 59.9, limit: '>= 60' },
      { name: 'no_sunglasses_percent', value: 60, limit: '>= 60' },
    ]);
    const dark = aFace({ ...blinking, brightness: 1 });
    expect(judgeQuality([dark], IMAGE, limits, 'selfie').reasons).toEqual(['image_too_dark', 'eyes_closed']);
  });

  it('are none of a document, and none if the policy has none', () => {
    expect(judgeQuality([blinking], IMAGE, { ...LIMITS, rules }, 'document').reasons).toEqual([]);
    expect(selfieReasons(blinking)).toEqual([]);
    expect(judgeQuality([blinking], IMAGE, LIMITS, 'selfie').measures).toHaveLength(7);
  });
});

describe('the quality gate', () => {
  it('passes one good face and tells every measure beside its limit', () => {
    const verdict = judgeQuality([aFace()], IMAGE, LIMITS, 'selfie');
    expect(verdict.reasons).toEqual([]);
    expect(verdict.measures).toEqual([
      { name: 'faces', value: 1, limit: 'exactly 1' },
      { name: 'yaw_degrees', value: 3, limit: '-30 to 30' },
      { name: 'pitch_degrees', value: -4, limit: '-30 to 30' },
      { name: 'sharpness_percent', value: 80, limit: '> 25' },
      { name: 'brightness_percent', value: 70, limit: '> 25' },
      { name: 'face_occluded', value: false, limit: 'false' },
      { name: 'face_size_px', value: 400, limit: '> 50' },
    ]);
  });

  it.each([
    ['yaw', { yawDegrees: 30 }, []],
    ['yaw', { yawDegrees: -30.1 }, ['pose_out_of_range']],
    ['pitch', { pitchDegrees: 30.1 }, ['pose_out_of_range']],
    ['yaw and pitch', { yawDegrees: 40, pitchDegrees: 40 }, ['pose_out_of_range']],
    ['sharpness', { sharpness: 25 }, ['image_too_blurry']],
    ['sharpness', { sharpness: 25.1 }, []],
    ['brightness', { brightness: 25 }, ['image_too_dark']],
    ['occlusion', { occluded: true }, ['face_occluded']],
  ])('judges %s: %j', (_rule, change, reasons) => {
    expect(selfieReasons(aFace(change))).toEqual(reasons);
  });

  it('fails a face whose occlusion Rekognition did not tell', () => {
    const { occluded: _untold, ...face } = aFace();
    const { reasons, measures } = judgeQuality([face], IMAGE, LIMITS, 'selfie');
    expect(reasons).toEqual(['face_occluded']);
    expect(measures).toContainEqual({ name: 'face_occluded', value: true, limit: 'false' });
  });

  it('measures the smaller side of the face in pixels of the image', () => {
    expect(selfieReasons(aFaceOf(51, 200))).toEqual([]);
    expect(selfieReasons(aFaceOf(50, 200))).toEqual(['face_too_small']);
    expect(selfieReasons(aFaceOf(200, 50))).toEqual(['face_too_small']);
  });

  it('reports every rule that fails, for any face', () => {
    fc.assert(
      fc.property(observations, (face) => {
        const { reasons } = judgeQuality([face], IMAGE, LIMITS, 'selfie');
        const smallest = Math.round(
          Math.min(face.boundingBox.width * IMAGE.widthPx, face.boundingBox.height * IMAGE.heightPx),
        );
        expect(new Set(reasons)).toEqual(
          new Set([
            ...(Math.abs(face.yawDegrees) > 30 || Math.abs(face.pitchDegrees) > 30
              ? ['pose_out_of_range']
              : []),
            ...(face.sharpness <= 25 ? ['image_too_blurry'] : []),
            ...(face.brightness <= 25 ? ['image_too_dark'] : []),
            ...(face.occluded ? ['face_occluded'] : []),
            ...(smallest <= 50 ? ['face_too_small'] : []),
          ]),
        );
      }),
    );
  });

  it('asks for exactly one face in a selfie', () => {
    expect(selfieReasons()).toEqual(['face_not_detected']);
    expect(selfieReasons(aFace(), aFaceOf(60, 60))).toEqual(['multiple_faces_detected']);
    for (const faces of [[], [aFace(), aFace()]]) {
      const { measures, face } = judgeQuality(faces, IMAGE, LIMITS, 'selfie');
      expect(measures).toEqual([{ name: 'faces', value: faces.length, limit: 'exactly 1' }]);
      expect(face).toBeUndefined();
    }
  });

  it('judges the largest face of a document, which may show a ghost portrait beside it', () => {
    expect(documentReasons()).toEqual(['document_face_not_found']);
    expect(judgeQuality([], IMAGE, LIMITS, 'document').measures).toEqual([
      { name: 'faces', value: 0, limit: 'at least 1' },
    ]);
    // by its area: neither the widest nor the highest
    const [wide, high, largest] = [aFaceOf(400, 60), aFaceOf(60, 400), aFaceOf(300, 300)];
    expect(judgeQuality([wide, high, largest], IMAGE, LIMITS, 'document').face).toBe(largest);
    expect(documentReasons(aFaceOf(20, 20), aFace())).toEqual([]);
    expect(documentReasons(aFaceOf(20, 20), aFace({ sharpness: 3 }))).toEqual(['document_image_too_blurry']);
  });

  it('knows a reason code for every rule of both images', () => {
    const worst = aFace({
      yawDegrees: 90,
      sharpness: 0,
      brightness: 0,
      occluded: true,
      boundingBox: { left: 0, top: 0, width: 0, height: 0 },
    });
    for (const code of [...selfieReasons(worst), ...documentReasons(worst)])
      expect(isReasonCode(code)).toBe(true);
    expect(documentReasons(worst)).toHaveLength(5);
  });
});

it('measures a face by the shorter side of its box in pixels', () => {
  const image = { widthPx: 1000, heightPx: 200 };
  expect(faceSizePx({ left: 0.9, top: 0, width: 0.1, height: 1 }, image)).toBe(100);
  expect(faceSizePx({ left: 0, top: 0, width: 1, height: 0.2524 }, image)).toBe(50);
});
