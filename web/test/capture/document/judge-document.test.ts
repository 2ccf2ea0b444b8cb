import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JUDGED_SIDE_PX, judgeDocument } from '../../../src/capture/document/judge-document.ts';
import { type CardPhoto, cardPicture, pictureOf, scaledDown } from './card-picture.ts';

const ORIGINAL = { width: 4000, height: 3000 };

const judged = (photo: Partial<CardPhoto> = {}, original = ORIGINAL) =>
  judgeDocument(pictureOf(cardPicture(photo)), original);

describe('the photo of a document', () => {
  it('passes where it is sharp, bright, large and whole', () => {
    const good = fc.record({
      size: fc.double({ min: 0.55, max: 0.85, noNaN: true }),
      surface: fc.integer({ min: 0, max: 120 }),
      paper: fc.integer({ min: 165, max: 240 }),
      middle: fc.constantFrom<[number, number]>([0.5, 0.5], [0.47, 0.52], [0.53, 0.48]),
    });
    fc.assert(
      fc.property(good, (photo) => {
        expect(judged(photo)).toBeUndefined();
      }),
      { numRuns: 8 },
    );
  });

  it('is judged by the document, on however dark a surface it lies', () => {
    expect(judged({ surface: 0, size: 0.55, paper: 150 })).toBeUndefined();
    expect(judged({ surface: 0, paper: 40, ink: 10 })).toBe('too_dark');
  });

  it.each<[string, Partial<CardPhoto>]>([
    ['too_far', { size: 0.3 }],
    ['cut_off', { middle: [0.25, 0.5] }],
    ['cut_off', { size: 0.9, middle: [0.5, 0.8] }],
    ['glare', { glare: 0.2 }],
    ['blurry', { blur: 3 }],
  ])('is refused for what the person can change: %s, %o', (finding, photo) => {
    expect(judged(photo)).toBe(finding);
  });

  it('is refused with too few pixels, whatever it shows', () => {
    expect(judged({}, { width: 640, height: 479 })).toBe('too_small');
    expect(judged({}, { width: 479, height: 640 })).toBe('too_small');
    expect(judged({}, { width: 640, height: 480 })).toBeUndefined();
  });

  it.each([2, 3])('is judged alike from a camera of %i times as many pixels a side', (factor) => {
    const fromCamera = (photo: Partial<CardPhoto>) =>
      judgeDocument(
        pictureOf(scaledDown(cardPicture({ ...photo, width: JUDGED_SIDE_PX * factor }), factor)),
        ORIGINAL,
      );
    expect(fromCamera({})).toBeUndefined();
    expect(fromCamera({ blur: 3 * factor })).toBe('blurry');
    expect(fromCamera({ glare: 0.2 })).toBe('glare');
    expect(fromCamera({ size: 0.3 })).toBe('too_far');
  });

  it('does not pass where there is nothing to see', () => {
    const empty = (level: number) =>
      judgeDocument(
        pictureOf({ width: 400, height: 300, levels: new Uint8Array(120_000).fill(level) }),
        ORIGINAL,
      );
    expect(empty(0)).toBe('too_dark');
    expect(empty(128)).toBe('blurry');
    expect(empty(255)).toBe('glare');
  });
});
