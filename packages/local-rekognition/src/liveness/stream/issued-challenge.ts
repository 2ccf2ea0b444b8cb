import { randomInt } from 'node:crypto';
import type { Challenge } from '../session.ts';
import type { Rgb } from './messages.ts';

/** In pixels of the video, not mirrored. */
export interface Oval {
  readonly width: number;
  readonly height: number;
  readonly centerX: number;
  readonly centerY: number;
}

/** One color of the light challenge: it scrolls down over the one before, then fills the screen. */
export interface IssuedColor {
  readonly rgb: Rgb;
  readonly scrollMs: number;
  readonly flatMs: number;
}

/** The challenge of one session: different each time, so that an earlier video does not fit. */
export interface IssuedChallenge {
  readonly challenge: Challenge;
  readonly videoWidth: number;
  readonly videoHeight: number;
  readonly oval: Oval;
  /** Empty for the challenge without light. */
  readonly colors: readonly IssuedColor[];
}

/** Height over width of the oval, as the Amplify component draws it by itself. */
const OVAL_HEIGHT_WIDTH_RATIO = 1.618;
/** Width of the oval over the width of a portrait of the video's height: the component's ratioMultiplier. */
const OVAL_WIDTH_SHARE = 0.8;
const PORTRAIT_ASPECT_RATIO = 3 / 4;
/** The oval's middle is moved by up to this share of the width to either side. */
const OVAL_JITTER_SHARE = 1 / 32;

/**
 * How the client decides that a face is far enough, and that it fills the oval. The thresholds are the ones
 * that the component's own tests have, AWS's production values are not public. A face that is too far or too
 * near is the time that the client waits, `OvalFitTimeout` milliseconds; 0 counts as missing there, hence no
 * `FaceDistanceThresholdMax`.
 */
const CHALLENGE_CONFIG = {
  BlazeFaceDetectionThreshold: 0.75,
  FaceDistanceThresholdMin: 0.4,
  FaceDistanceThreshold: 0.4,
  OvalIouThreshold: 0.6,
  OvalHeightWidthRatio: OVAL_HEIGHT_WIDTH_RATIO,
  OvalIouWidthThreshold: 0.25,
  OvalIouHeightThreshold: 0.25,
  FaceIouWidthThreshold: 0.15,
  FaceIouHeightThreshold: 0.15,
  OvalFitTimeout: 7000,
} as const;

/** Colors that differ in at least one channel as much as a screen can make them. */
const PALETTE: readonly Rgb[] = [
  [255, 0, 0],
  [0, 255, 0],
  [0, 0, 255],
  [255, 255, 0],
  [0, 255, 255],
  [255, 0, 255],
];
const BLACK: Rgb = [0, 0, 0];
/** Black and seven more, as many as AWS's clients are tested with. */
const COLOR_COUNT = 8;
const FIRST_FLAT_MS = 500;
const SCROLL_MS = 300;
/** Long enough for some frames of a slow camera: three at 15 frames per second. */
const FLAT_MS = 200;

export function issueChallenge(
  challenge: Challenge,
  videoWidth: number,
  videoHeight: number,
): IssuedChallenge {
  const portraitWidth = videoWidth >= videoHeight ? PORTRAIT_ASPECT_RATIO * videoHeight : videoWidth;
  const width = OVAL_WIDTH_SHARE * portraitWidth;
  const height = OVAL_HEIGHT_WIDTH_RATIO * width;
  const jitter = (range: number): number =>
    range < 1 ? 0 : randomInt(-Math.floor(range), Math.floor(range) + 1);
  return {
    challenge,
    videoWidth,
    videoHeight,
    oval: {
      width,
      height,
      centerX: videoWidth / 2 + jitter(videoWidth * OVAL_JITTER_SHARE),
      centerY: videoHeight / 2 + jitter((videoHeight - height) / 2),
    },
    colors: challenge.type === 'FaceMovementAndLightChallenge' ? issueColors() : [],
  };
}

/** ServerSessionInformationEvent of the service model. */
export function sessionInformation({ challenge, oval, colors }: IssuedChallenge): unknown {
  const movement = {
    OvalParameters: { Width: oval.width, Height: oval.height, CenterX: oval.centerX, CenterY: oval.centerY },
    ChallengeConfig: CHALLENGE_CONFIG,
  };
  if (challenge.type === 'FaceMovementChallenge') {
    return { SessionInformation: { Challenge: { FaceMovementChallenge: movement } } };
  }
  const light = {
    ...movement,
    LightChallengeType: 'SEQUENTIAL',
    ColorSequences: colors.map(({ rgb, scrollMs, flatMs }) => ({
      FreshnessColor: { RGB: rgb },
      DownscrollDuration: scrollMs,
      FlatDisplayDuration: flatMs,
    })),
  };
  return { SessionInformation: { Challenge: { FaceMovementAndLightChallenge: light } } };
}

/**
 * Shifts, in colors, at which a sequence must not resemble
 * itself, so that a delayed reflection is not mistaken.
 */
const SHIFTS = [2, 3, 4] as const;
/** Share of colors that may come back after one of those shifts. */
const MAX_REPEATED_SHARE = 0.2;

/**
 * Black, then colors of the palette in an unpredictable order, none twice in a row. A sequence that
 * repeats itself is drawn again: seconds too late, its reflection would fit by chance.
 */
function issueColors(): readonly IssuedColor[] {
  for (;;) {
    const colors = drawColors();
    if (SHIFTS.every((shift) => repeatedShare(colors, shift) <= MAX_REPEATED_SHARE)) return colors;
  }
}

function drawColors(): readonly IssuedColor[] {
  const colors: IssuedColor[] = [{ rgb: BLACK, scrollMs: 0, flatMs: FIRST_FLAT_MS }];
  while (colors.length < COLOR_COUNT) {
    const rgb = PALETTE[randomInt(PALETTE.length)] ?? BLACK;
    if (rgb !== colors.at(-1)?.rgb) colors.push({ rgb, scrollMs: SCROLL_MS, flatMs: FLAT_MS });
  }
  return colors;
}

/** Share of channels that are on in both of two colors, or off in both: 0.5 is chance. */
function repeatedShare(colors: readonly IssuedColor[], shift: number): number {
  const pairs = colors.slice(shift).map(({ rgb }, index) => [rgb, colors[index]?.rgb ?? BLACK] as const);
  const same = pairs.flatMap(([one, other]) => one.map((level, channel) => level === other[channel]));
  return Math.max(0, 2 * (same.filter(Boolean).length / same.length) - 1);
}
