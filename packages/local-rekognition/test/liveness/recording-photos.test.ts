import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FaceEngine, openFaceEngine } from '../../src/faces/face-engine.ts';
import {
  aPhotoWithoutFace,
  aStranger,
  aTurnedFace,
  blurred,
  darkened,
  fromFarAway,
  selfieOf,
  sideBySide,
} from '../../src/testing/photos.ts';
import { aLiveness, type LivenessFixture } from './liveness-fixture.ts';

/** Converted models, kept between runs: they depend on nothing but the packages that they come from. */
const MODELS_DIR = join(tmpdir(), 'face-idv-models');

/** What a product would ask for at least. */
const PASSING_PERCENT = 80;

let engine: FaceEngine;
let fixture: LivenessFixture;
beforeAll(async () => {
  engine = await openFaceEngine({ modelsDir: MODELS_DIR });
  fixture = await aLiveness({ engine });
});
afterAll(async () => {
  await fixture.dispose();
  await engine.close();
});

async function judged(photo: Buffer) {
  const id = await fixture.create({ Settings: { AuditImagesLimit: 2 } });
  await fixture.record(id, photo);
  return fixture.results(id);
}

describe('a recording of a real photo, judged by the real engine', () => {
  it.each<[string, () => Promise<Buffer>]>([
    ['a selfie', () => selfieOf('franck')],
    ['another selfie', () => selfieOf('cage')],
    ['a tight portrait', () => aStranger()],
  ])('of %s passes without objections', async (_, photo) => {
    const { Confidence, Feedback, ReferenceImage } = await judged(await photo());
    expect(Confidence).toBeGreaterThan(95);
    expect(Feedback).toEqual([]);
    expect(ReferenceImage?.BoundingBox).toBeDefined();
  });

  it.each<[string, () => Promise<Buffer>, string | undefined]>([
    ['blurred', async () => blurred(await selfieOf('franck')), 'LOW_VIDEO_QUALITY_DETECTED'],
    ['dark', async () => darkened(await selfieOf('franck')), 'LOW_LIGHTING_DETECTED'],
    ['turned', aTurnedFace, 'FACE_NOT_ALIGNED'],
    ['tiny', async () => fromFarAway(await selfieOf('franck')), undefined],
  ])('of a %s face passes, with the feedback, for the caller to refuse', async (_, photo, feedback) => {
    const { Confidence, Feedback } = await judged(await photo());
    expect(Confidence).toBeGreaterThan(PASSING_PERCENT);
    if (feedback) expect(Feedback?.map(({ Code }) => Code)).toContain(feedback);
  });

  it('of two people side by side is far from passing', async () => {
    const { Confidence } = await judged(await sideBySide(await selfieOf('franck'), await selfieOf('cage')));
    expect(Confidence).toBeLessThan(30);
  });

  it('of a landscape has no confidence at all', async () => {
    const { Confidence, Feedback } = await judged(await aPhotoWithoutFace());
    expect(Confidence).toBe(0);
    expect(Feedback?.map(({ Code }) => Code)).toContain('FACE_NOT_VISIBLE');
  });
});
