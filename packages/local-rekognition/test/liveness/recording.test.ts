import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { windowsAround } from '../../src/liveness/recording.ts';
import { SESSION_LIFE_MS } from '../../src/liveness/session.ts';
import { aPhoto, type Block } from './block-face-engine.ts';
import { aLiveness, type LivenessFixture } from './liveness-fixture.ts';

const aFace: Block = { hue: 'red', left: 260, top: 160, width: 120, height: 160 };
const anotherFace: Block = { hue: 'blue', left: 40, top: 200, width: 100, height: 130 };

let fixture: LivenessFixture;
beforeEach(async () => {
  fixture = await aLiveness({ deniedBucket: 'denied' });
});
afterEach(() => fixture.dispose());

describe('a recording', () => {
  it('of one person passes, with the photo as reference image', async () => {
    const id = await fixture.create();
    const { status, body } = await fixture.record(id, await aPhoto([aFace]));
    expect(status).toBe(200);
    expect(body).toMatchObject({
      session_id: id,
      status: 'SUCCEEDED',
      notice: expect.stringContaining('does not detect spoofs'),
    });
    const results = await fixture.results(id);
    expect(results.Confidence).toBeGreaterThan(95);
    expect(results.Feedback).toEqual([]);
    expect(results.ReferenceImage?.BoundingBox?.Height).toBeCloseTo(160 / 480, 1);
  });

  it('of a person far away passes: its size is for the caller to judge', async () => {
    const id = await fixture.create();
    await fixture.record(id, await aPhoto([{ ...aFace, width: 24, height: 30 }]));
    expect((await fixture.results(id)).Confidence).toBeGreaterThan(95);
  });

  it('of two people gets a confidence that passes no threshold', async () => {
    const id = await fixture.create();
    await fixture.record(id, await aPhoto([aFace, anotherFace]));
    const { Status, Confidence } = await fixture.results(id);
    expect(Status).toBe('SUCCEEDED');
    expect(Confidence).toBeLessThan(30);
  });

  it('of nobody gets no confidence, no reference image, and says why', async () => {
    const id = await fixture.create();
    await fixture.record(id, await aPhoto([]));
    const { Confidence, ReferenceImage, Feedback } = await fixture.results(id);
    expect(Confidence).toBe(0);
    expect(ReferenceImage).toBeUndefined();
    expect(Feedback?.map(({ Code }) => Code)).toEqual(['FACE_NOT_VISIBLE']);
  });

  it.each([
    ['two people', [aFace, anotherFace]],
    ['nobody', []],
  ])('of %s passes with judge=protocol, and is the reference image', async (_, blocks) => {
    const id = await fixture.create();
    await fixture.record(id, await aPhoto(blocks), '?judge=protocol');
    const { Confidence, ReferenceImage } = await fixture.results(id);
    expect(Confidence).toBeGreaterThanOrEqual(95);
    expect(ReferenceImage?.Bytes).toBeDefined();
  });

  it('is refused when it is no image, and the session can still be used', async () => {
    const id = await fixture.create();
    const { status, body } = await fixture.record(id, Buffer.from('no image'));
    expect([status, body.code]).toEqual([400, 'InvalidImageFormatException']);
    expect((await fixture.results(id)).Status).toBe('CREATED');
  });

  it('is refused for a session that was used', async () => {
    const id = await fixture.create();
    const photo = await aPhoto([aFace]);
    const taken = await Promise.all([fixture.record(id, photo), fixture.record(id, photo)]);
    expect(taken.map(({ status }) => status).sort()).toEqual([200, 400]);
    expect(await fixture.record(id, photo)).toMatchObject({
      status: 400,
      body: { code: 'ValidationException' },
    });
  });

  it('is refused for a session that has expired, and for one that never was', async () => {
    const id = await fixture.create();
    fixture.clock.advance(SESSION_LIFE_MS);
    const photo = await aPhoto([aFace]);
    expect(await fixture.record(id, photo)).toMatchObject({
      status: 400,
      body: { code: 'ValidationException' },
    });
    expect(await fixture.record('nobody', photo)).toMatchObject({ status: 404 });
  });

  it('gives other bytes each time, as a camera does, unless it is injected', async () => {
    const photo = await aPhoto([aFace]);
    const bytesOf = async (query: string) => {
      const id = await fixture.create();
      await fixture.record(id, photo, query);
      const { ReferenceImage } = await fixture.results(id);
      return ReferenceImage?.Bytes;
    };
    expect(await bytesOf('')).not.toEqual(await bytesOf(''));
    const recorded = await bytesOf('?frames=injected');
    expect(recorded).toBeDefined();
    expect(await bytesOf('?frames=injected')).toEqual(recorded);
    const id = await fixture.create();
    expect(await fixture.record(id, photo, '?frames=real')).toMatchObject({ status: 400 });
  });

  it('is refused with an unknown judge', async () => {
    const id = await fixture.create();
    expect(await fixture.record(id, await aPhoto([aFace]), '?judge=kind')).toMatchObject({ status: 400 });
  });

  it('fails the session when its images cannot be put into the bucket', async () => {
    const id = await fixture.create({ Settings: { OutputConfig: { S3Bucket: 'denied' } } });
    expect(await fixture.record(id, await aPhoto([aFace]))).toMatchObject({ status: 400 });
    const results = await fixture.results(id);
    expect(results.Status).toBe('FAILED');
    expect(results.Confidence).toBeUndefined();
  });

  it('uses the first challenge that the session prefers', async () => {
    const ChallengePreferences = [
      { Type: 'FaceMovementChallenge' },
      { Type: 'FaceMovementAndLightChallenge' },
    ];
    const id = await fixture.create({ Settings: { ChallengePreferences } });
    await fixture.record(id, await aPhoto([aFace]));
    expect((await fixture.results(id)).Challenge?.Type).toBe('FaceMovementChallenge');
  });
});

describe('windows around a face', () => {
  it('lie inside of the photo and hold the middle of the face, wherever that is', () => {
    const side = fc.integer({ min: 80, max: 4000 });
    const ratio = fc.double({ min: 0.02, max: 1, noNaN: true });
    fc.assert(
      fc.property(side, side, ratio, ratio, ratio, ratio, (width, height, left, top, w, h) => {
        const box = { left: left * (1 - w), top: top * (1 - h), width: w, height: h };
        for (const window of windowsAround(box, { data: new Uint8Array(), width, height })) {
          expect(window.left).toBeGreaterThanOrEqual(0);
          expect(window.top).toBeGreaterThanOrEqual(0);
          expect(window.left + window.width).toBeLessThanOrEqual(width);
          expect(window.top + window.height).toBeLessThanOrEqual(height);
          const [x, y] = [(box.left + w / 2) * width, (box.top + h / 2) * height];
          expect(x).toBeGreaterThanOrEqual(window.left - 1);
          expect(x).toBeLessThanOrEqual(window.left + window.width + 1);
          expect(y).toBeGreaterThanOrEqual(window.top - 1);
          expect(y).toBeLessThanOrEqual(window.top + window.height + 1);
        }
      }),
    );
  });
});
