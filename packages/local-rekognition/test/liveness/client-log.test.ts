import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readClientLog } from '../../src/liveness/stream/client-log.ts';
import { type IssuedChallenge, issueChallenge } from '../../src/liveness/stream/issued-challenge.ts';
import type { ClientChallenge } from '../../src/liveness/stream/messages.ts';

const LIGHT = { type: 'FaceMovementAndLightChallenge', version: '2.0.0' } as const;
const START_MS = 1_000_000;
const BOX = { Left: 0, Top: 0, Width: 1, Height: 1 };

type Words = Omit<ClientChallenge, 'ChallengeId'>;

/** What a client says that does as it is told, each stretch late by up to some ticks. */
function obedient(issued: IssuedChallenge, lateMs = 7): Words[] {
  let atMs = START_MS + 2000;
  const colors = issued.colors.flatMap(({ rgb, scrollMs, flatMs }, i): Words[] => {
    const shown = (from: readonly number[], startMs: number): Words => ({
      ColorDisplayed: {
        CurrentColor: { RGB: [...rgb] },
        PreviousColor: { RGB: [...from] as [number, number, number] },
        SequenceNumber: i,
        CurrentColorStartTimestamp: startMs,
      },
    });
    const previous = issued.colors[i - 1];
    if (!previous) return [shown(rgb, atMs)];
    const words = [shown(previous.rgb, atMs), shown(rgb, atMs + scrollMs + lateMs)];
    atMs += scrollMs + flatMs + 2 * lateMs;
    return words;
  });
  return [
    { VideoStartTimestamp: START_MS },
    ...colors,
    {
      VideoEndTimestamp: atMs,
      TargetFace: {
        BoundingBox: BOX,
        FaceDetectedInTargetPositionStartTimestamp: START_MS + 1000,
        FaceDetectedInTargetPositionEndTimestamp: START_MS + 1000,
      },
    },
  ];
}

function read(issued: IssuedChallenge, words: readonly Words[], ids: (i: number) => string = () => 'one') {
  const log = readClientLog(issued);
  words.forEach((challenge, i) => {
    log.add({
      kind: 'information',
      challengeType: issued.challenge.type,
      challenge: { ChallengeId: ids(i), ...challenge },
    });
  });
  return log.finish();
}

describe('the log of a client', () => {
  it('is taken when it follows from what was issued, however late its timers are', () => {
    fc.assert(
      fc.property(fc.integer({ min: -20, max: 1500 }), (lateMs) => {
        const issued = issueChallenge(LIGHT, 640, 480);
        const { colors, videoStartMs } = read(issued, obedient(issued, lateMs));
        expect(videoStartMs).toBe(START_MS);
        expect(colors.length).toBe(2 * issued.colors.length - 1);
      }),
      { numRuns: 50 },
    );
  });

  it('is refused when any one message is left out', () => {
    const issued = issueChallenge(LIGHT, 640, 480);
    const words = obedient(issued);
    for (const left of words.keys()) {
      expect(() => read(issued, words.toSpliced(left, 1)), `without message ${left}`).toThrow(/as issued/);
    }
  });

  it('is refused when two neighboring colors change places', () => {
    const issued = issueChallenge(LIGHT, 640, 480);
    const words = obedient(issued);
    for (let i = 1; i < words.length - 2; i++) {
      const swapped = words.with(i, words[i + 1] ?? {}).with(i + 1, words[i] ?? {});
      expect(() => read(issued, swapped), `messages ${i} and ${i + 1}`).toThrow(/order/);
    }
  });

  it('is refused when colors were shown for too short or too long a time', () => {
    const issued = issueChallenge(LIGHT, 640, 480);
    expect(() => read(issued, obedient(issued, -60))).toThrow(/as long as/);
    expect(() => read(issued, obedient(issued, 2500))).toThrow(/as long as/);
  });

  it('is refused when it is of several challenges', () => {
    const issued = issueChallenge(LIGHT, 640, 480);
    expect(() => read(issued, obedient(issued), (i) => (i < 3 ? 'one' : 'another'))).toThrow(/ChallengeId/);
  });
});

describe('an issued challenge', () => {
  it('has an oval inside of the video and never one color twice in a row', () => {
    const side = fc.integer({ min: 240, max: 1920 });
    fc.assert(
      fc.property(side, side, (width, height) => {
        const { oval, colors } = issueChallenge(LIGHT, width, height);
        expect(oval.centerX - oval.width / 2).toBeGreaterThanOrEqual(0);
        expect(oval.centerX + oval.width / 2).toBeLessThanOrEqual(width);
        colors.forEach(({ rgb }, i) => {
          expect(rgb).not.toEqual(colors[i - 1]?.rgb);
        });
      }),
    );
  });

  it('differs from one session to the next', () => {
    const orders = Array.from({ length: 20 }, () => JSON.stringify(issueChallenge(LIGHT, 640, 480).colors));
    expect(new Set(orders).size).toBeGreaterThan(15);
  });
});
