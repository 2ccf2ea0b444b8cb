import type { Capture } from './capture.ts';

/** One thing that was measured, and how far it supports that somebody took part in the challenge. */
export interface ConfidencePart {
  readonly name: string;
  readonly measured: number;
  /** 0 to 1. */
  readonly support: number;
}

interface PartRule {
  readonly name: string;
  /** The measured value; undefined when this capture can't say anything about it. */
  readonly measure: (capture: Capture) => number | undefined;
  /** Measured value at and below which there is no support at all. */
  readonly noneAt: number;
  /** Measured value at and above which the support is full. */
  readonly fullAt: number;
}

/** Similarity from which two frames show one person: the service's own default for a match. */
const SAME_PERSON_SIMILARITY_PERCENT = 80;

/** The maximum confidence: this judge cannot distinguish a person from a good imitation. */
export const HIGHEST_CONFIDENCE_PERCENT = 99.9;

/**
 * The parts of a confidence. The shares leave room for single frames that a detector misreads (motion blur, a
 * false second face). The bounds lie between what was measured of honest subjects and of the attacks that the
 * tests replay: a face at the distance where clients start covers 0.21 of the oval, one that clients take as
 * fitting has covered 0.39 to 0.66 in the video (recorders stop some frames early), and came 1.3 to 1.7 times
 * closer.
 */
const PART_RULES: readonly PartRule[] = [
  {
    name: 'face_visible',
    measure: ({ frames }) => share(frames, ({ faces }) => faces.length > 0),
    noneAt: 0.4,
    fullAt: 0.8,
  },
  {
    name: 'single_face',
    measure: ({ frames }) => share(frames, ({ faces }) => faces.length <= 1),
    noneAt: 0.75,
    fullAt: 0.94,
  },
  {
    name: 'same_person',
    measure: ({ frames }) => {
      const compared = frames.filter(({ similarity }) => similarity !== undefined);
      if (compared.length === 0) return undefined;
      return share(compared, ({ similarity = 0 }) => similarity >= SAME_PERSON_SIMILARITY_PERCENT);
    },
    noneAt: 0.75,
    fullAt: 0.94,
  },
  { name: 'came_closer', measure: ({ approach }) => approach, noneAt: 1.05, fullAt: 1.25 },
  { name: 'filled_the_oval', measure: ({ ovalOverlap }) => ovalOverlap, noneAt: 0.22, fullAt: 0.36 },
  {
    name: 'reflected_the_colors',
    measure: ({ colorResponse }) => colorResponse?.correlation,
    noneAt: 0.2,
    fullAt: 0.6,
  },
];

export function measureParts(capture: Capture): readonly ConfidencePart[] {
  return PART_RULES.flatMap(({ name, measure, noneAt, fullAt }) => {
    const measured = measure(capture);
    if (measured === undefined) return [];
    const support = Math.min(1, Math.max(0, (measured - noneAt) / (fullAt - noneAt)));
    return [{ name, measured, support }];
  });
}

/** 0 to 100: that of the weakest part, since nothing that went well makes up for a face that was swapped. */
export function confidenceOf(parts: readonly ConfidencePart[]): number {
  return HIGHEST_CONFIDENCE_PERCENT * Math.min(...parts.map(({ support }) => support));
}

function share<T>(items: readonly T[], holds: (item: T) => boolean): number {
  return items.filter(holds).length / items.length;
}
