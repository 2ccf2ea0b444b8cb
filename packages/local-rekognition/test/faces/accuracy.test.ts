import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { measureAccuracy } from '../../bench/faces-calibration.ts';
import type { FaceEngine } from '../../src/faces/face-engine.ts';
import { anEngine } from './an-engine.ts';
import { FACELESS, FRANCK, GROUPS, PORTRAITS } from './photos.ts';

const TIMEOUT_MS = 300_000;

let engine: FaceEngine;
beforeAll(async () => {
  engine = await anEngine();
});
afterAll(() => engine.close());

const seen = new Map<string, ReturnType<FaceEngine['analyze']>>();
/** The engine, which looks at a portrait once for whoever counts its faces or compares the only one. */
const portraits: Pick<FaceEngine, 'analyze'> = {
  analyze: ({ image, embeddings = '7.0' }) => {
    const key = `${embeddings} ${createHash('sha256')
      .update(image as Buffer)
      .digest('hex')}`;
    const analysis = seen.get(key) ?? engine.analyze({ image, embeddings });
    seen.set(key, analysis);
    return analysis;
  },
};

describe('finding faces', () => {
  it('finds the one face of each portrait', { timeout: TIMEOUT_MS }, async () => {
    const counts: Record<string, number> = {};
    for (const file of Object.values(PORTRAITS).flat()) {
      counts[file] = (await portraits.analyze({ image: await readFile(file) })).faces.length;
    }
    expect(Object.entries(counts).filter(([, faces]) => faces !== 1)).toEqual([]);
  });

  it.each(GROUPS)('finds all $faces faces of $file', { timeout: TIMEOUT_MS }, async ({ file, faces }) => {
    expect((await engine.analyze({ image: await readFile(file) })).faces).toHaveLength(faces);
  });

  it('returns the 100 largest of more faces, and no more than were asked for', {
    timeout: TIMEOUT_MS,
  }, async () => {
    const [columns, rows, width, height] = [12, 9, 128, 102];
    const input = await sharp(FRANCK).resize(width, height).toBuffer();
    const image = await sharp({
      create: { width: columns * width, height: rows * height, channels: 3, background: '#333' },
    })
      .composite(
        Array.from({ length: columns * rows }, (_, index) => ({
          input,
          left: width * (index % columns),
          top: height * Math.floor(index / columns),
        })),
      )
      .jpeg()
      .toBuffer();

    expect((await engine.analyze({ image })).faces).toHaveLength(100);
    const [group] = GROUPS;
    const { faces } = await engine.analyze({ image: await readFile(group?.file ?? ''), maxFaces: 2 });
    expect(faces).toHaveLength(2);
  });

  it.each(FACELESS)('finds no face in %s', { timeout: TIMEOUT_MS }, async (file) => {
    expect((await engine.analyze({ image: await readFile(file) })).faces).toEqual([]);
  });
});

describe('telling people apart', () => {
  it.each([
    { version: '7.0', maxFrr: 0.015 },
    { version: '6.0', maxFrr: 0.05 },
  ] as const)(
    'keeps its error rates with model $version',
    { timeout: TIMEOUT_MS },
    async ({ version, maxFrr }) => {
      const accuracy = await measureAccuracy(portraits, new Map(Object.entries(PORTRAITS)), version);

      expect(accuracy.genuinePairs).toBe(63);
      expect(accuracy.missed / accuracy.photos).toBeLessThanOrEqual(0.01);
      expect(accuracy.equalErrorRate).toBeLessThanOrEqual(0.005);
      expect(accuracy.operatingPoints.find(({ far }) => far === 1e-3)?.frr).toBeLessThanOrEqual(maxFrr);
    },
  );

  it('says 99 of photos of one person, and less than 80 of different people', {
    timeout: TIMEOUT_MS,
  }, async () => {
    const vectorOf = async (file: string | undefined) => {
      const { faces } = await engine.analyze({ image: await readFile(file ?? ''), embeddings: '7.0' });
      return faces[0]?.embedding ?? new Float32Array();
    };
    const { franck = [], cage = [], bieber = [], marc = [] } = PORTRAITS;
    const people = await Promise.all(
      [franck, cage, bieber].map(async ([a, b]) => [await vectorOf(a), await vectorOf(b)] as const),
    );
    for (const [a, b] of people) expect(engine.similarity('7.0', a, b)).toBeGreaterThan(99);
    const stranger = await vectorOf(marc[0]);
    for (const [a] of people) expect(engine.similarity('7.0', a, stranger)).toBeLessThan(80);
  });
});
