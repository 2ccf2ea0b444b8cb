import { describe, expect, it } from 'vitest';
import { type LitFace, measureColorResponse } from '../../src/liveness/color-response.ts';
import type { ClientLog } from '../../src/liveness/stream/client-log.ts';

const START_MS = 50_000;
const STRETCH_MS = 300;
const COLORS = [
  [0, 0, 0],
  [255, 0, 0],
  [0, 255, 0],
  [0, 0, 255],
  [255, 255, 0],
  [0, 255, 255],
] as const;

const log: ClientLog = {
  videoStartMs: START_MS,
  matchMs: START_MS,
  videoEndMs: START_MS + COLORS.length * STRETCH_MS,
  colors: COLORS.map((rgb, i) => ({ from: rgb, to: rgb, startMs: START_MS + i * STRETCH_MS, scrollMs: 0 })),
};

/** Frames of a gray face that takes on a share of the screen's light, late by some time. */
function faces(count: number, share: number, lagMs: number): LitFace[] {
  const endMs = COLORS.length * STRETCH_MS;
  return Array.from({ length: count }, (_, i) => {
    const timeMs = (endMs * i) / count;
    const light = COLORS[Math.floor(Math.max(0, timeMs - lagMs) / STRETCH_MS)] ?? COLORS[0];
    const data = new Uint8Array(20 * 20 * 3).map((_level, at) => 100 + share * (light[at % 3] ?? 0));
    return {
      frame: { timeMs, image: { data, width: 20, height: 20 } },
      box: { left: 0.2, top: 0.2, width: 0.6, height: 0.6 },
    };
  });
}

describe('measureColorResponse', () => {
  it.each([0, 140, 480])('finds a face that follows the colors %i ms late', (lagMs) => {
    const response = measureColorResponse(log, faces(40, 0.2, lagMs), 600);
    expect(response?.correlation).toBeGreaterThan(0.95);
    expect(Math.abs((response?.lagMs ?? 0) - lagMs)).toBeLessThanOrEqual(60);
  });

  it('finds that a face lights up at the wrong times', () => {
    expect(measureColorResponse(log, faces(40, 0.2, 1100), 600)?.correlation).toBeLessThan(0.6);
  });

  it.each<[string, LitFace[]]>([
    ['a face that does not change', faces(40, 0, 0)],
    ['a face that changes by less than noise', faces(40, 0.02, 0)],
    ['too few frames', faces(7, 0.2, 0)],
    ['no frames', []],
  ])('says nothing of %s', (_, lit) => {
    expect(measureColorResponse(log, lit, 600)).toBeUndefined();
  });

  it('says nothing where no colors were shown', () => {
    expect(measureColorResponse({ ...log, colors: [] }, faces(40, 0.2, 0), 600)).toBeUndefined();
  });
});
