import { randomBytes } from 'node:crypto';
import type { LivenessRequestStream, SessionInformation } from '@aws-sdk/client-rekognitionstreaming';
import type { RawImage } from '../../src/faces/analysis.ts';
import { aVideo, FRAME_INTERVAL_MS, type VideoKind } from './a-video.ts';
import type { Hue } from './block-face-engine.ts';

/** Somebody in front of the camera who does what the challenge asks for, unless told otherwise. */
export interface Subject {
  readonly video: VideoKind;
  /** Whose face is seen at that share (0 to 1) of the video; nobody's when undefined. */
  readonly face: (share: number) => Hue | undefined;
  /** A second face beside the first. */
  readonly bystander?: (share: number) => Hue | undefined;
  readonly comesCloser: boolean;
  /** Share of the screen's color that is added to the face, as if it reflected it; with this delay. */
  readonly reflects: number;
  readonly delayMs: number;
  /** Shows the colors in another order than issued. */
  readonly shuffles: boolean;
  /** Sends noise instead of its video. */
  readonly garbles: boolean;
}

export const aLiveSubject: Subject = {
  video: 'webm-vp8',
  face: () => 'red',
  comesCloser: true,
  reflects: 0.2,
  delayMs: 120,
  shuffles: false,
  garbles: false,
};

/** Small, so that many can be painted and encoded. */
const WIDTH = 320;
const HEIGHT = 240;
/** Comes closer for 1.2 seconds, then holds still for the colors or for as long again. */
const MOVE_MS = 1200;
const HOLD_MS = 1200;
const CHUNK_BYTES = 10_000;

type Rgb = readonly [number, number, number];

interface ShownColor {
  readonly from: Rgb;
  readonly to: Rgb;
  readonly startMs: number;
  readonly scrollMs: number;
  readonly sequenceNumber: number;
}

/** The events that the component would send for this subject. */
export function behaviorOf(subject: Subject) {
  return async function* (information: SessionInformation): AsyncGenerator<LivenessRequestStream> {
    const { FaceMovementAndLightChallenge: light, FaceMovementChallenge: movement } =
      information.Challenge ?? {};
    const oval = (light ?? movement)?.OvalParameters;
    const shown = showColors(light?.ColorSequences ?? [], subject);
    const endMs = (shown.at(-1)?.startMs ?? MOVE_MS) + HOLD_MS;
    const frames = Array.from({ length: Math.floor(endMs / FRAME_INTERVAL_MS) }, (_, i) =>
      paint(subject, shown, i * FRAME_INTERVAL_MS, endMs, {
        centerX: oval?.CenterX ?? 0,
        centerY: oval?.CenterY ?? 0,
        width: oval?.Width ?? 0,
      }),
    );
    const recorded = await aVideo(subject.video, frames);
    const video = subject.garbles ? randomBytes(recorded.length) : recorded;
    const startMs = Date.now() - endMs;
    const inform = (clientChallenge: Record<string, unknown>): LivenessRequestStream => {
      const challenge = { ChallengeId: 'a-challenge', ...clientChallenge };
      const Challenge = light
        ? { FaceMovementAndLightChallenge: challenge }
        : { FaceMovementChallenge: challenge };
      return { ClientSessionInformationEvent: { Challenge } } as LivenessRequestStream;
    };
    const box = { Left: 0.4, Top: 0.3, Width: 0.2, Height: 0.4 };
    const InitialFace = { BoundingBox: box, InitialFaceDetectedTimestamp: startMs };

    yield videoEvent(video.subarray(0, CHUNK_BYTES));
    yield inform({ VideoStartTimestamp: startMs, InitialFace });
    for (const { from, to, startMs: atMs, sequenceNumber } of shown) {
      yield inform({
        ColorDisplayed: {
          CurrentColor: { RGB: to },
          PreviousColor: { RGB: from },
          SequenceNumber: sequenceNumber,
          CurrentColorStartTimestamp: startMs + atMs,
        },
      });
    }
    for (let at = CHUNK_BYTES; at < video.length; at += CHUNK_BYTES) {
      yield videoEvent(video.subarray(at, at + CHUNK_BYTES));
    }
    yield inform({
      VideoEndTimestamp: startMs + endMs,
      InitialFace,
      TargetFace: {
        BoundingBox: box,
        FaceDetectedInTargetPositionStartTimestamp: startMs + MOVE_MS,
        FaceDetectedInTargetPositionEndTimestamp: startMs + MOVE_MS,
      },
    });
    yield videoEvent(Buffer.alloc(0));
  };
}

export function videoEvent(chunk: Buffer): LivenessRequestStream {
  return { VideoEvent: { VideoChunk: chunk, TimestampMillis: Date.now() } };
}

type ColorSequences = NonNullable<
  NonNullable<NonNullable<SessionInformation['Challenge']>['FaceMovementAndLightChallenge']>['ColorSequences']
>;

/** When the component shows which color: the first one flat, each other scrolling down and then flat. */
function showColors(sequences: ColorSequences, { shuffles }: Subject): readonly ShownColor[] {
  const colors = sequences.map(({ FreshnessColor, DownscrollDuration = 0, FlatDisplayDuration = 0 }) => ({
    rgb: (FreshnessColor?.RGB ?? []) as unknown as Rgb,
    scrollMs: DownscrollDuration,
    flatMs: FlatDisplayDuration,
  }));
  if (shuffles) [colors[2], colors[3]] = [colors[3], colors[2]] as [(typeof colors)[0], (typeof colors)[0]];
  let atMs = MOVE_MS;
  return colors.flatMap(({ rgb, scrollMs, flatMs }, sequenceNumber) => {
    const flat = { from: rgb, to: rgb, startMs: atMs + scrollMs, scrollMs: 0, sequenceNumber };
    const previous = colors[sequenceNumber - 1];
    if (!previous) return [flat];
    const scroll = { from: previous.rgb, to: rgb, startMs: atMs, scrollMs, sequenceNumber };
    atMs += scrollMs + flatMs;
    return [scroll, flat];
  });
}

const FACES: Readonly<Record<Hue, Rgb>> = { red: [150, 10, 10], green: [10, 150, 10], blue: [10, 10, 150] };

function paint(
  subject: Subject,
  shown: readonly ShownColor[],
  timeMs: number,
  endMs: number,
  oval: { readonly centerX: number; readonly centerY: number; readonly width: number },
): RawImage {
  const data = new Uint8Array(WIDTH * HEIGHT * 3).fill(120);
  const share = timeMs / endMs;
  const closeness = subject.comesCloser ? Math.min(1, timeMs / MOVE_MS) : 0;
  const width = oval.width * (0.45 + 0.5 * closeness);
  const light = lightAt(shown, timeMs - subject.delayMs).map((level) => level * subject.reflects);
  const block = (hue: Hue | undefined, centerX: number, blockWidth: number) => {
    if (!hue) return;
    const color = FACES[hue].map((level, channel) => Math.min(255, level + (light[channel] ?? 0)));
    const [left, right] = [Math.round(centerX - blockWidth / 2), Math.round(centerX + blockWidth / 2)];
    const [top, bottom] = [
      Math.round(oval.centerY - blockWidth * 0.65),
      Math.round(oval.centerY + blockWidth * 0.65),
    ];
    const row = Buffer.from(Array.from({ length: right - left }, () => color).flat());
    for (let y = Math.max(0, top); y < Math.min(HEIGHT, bottom); y++) data.set(row, 3 * (y * WIDTH + left));
  };
  block(subject.face(share), oval.centerX, width);
  block(subject.bystander?.(share), 30, 40);
  return { data, width: WIDTH, height: HEIGHT };
}

function lightAt(shown: readonly ShownColor[], timeMs: number): readonly number[] {
  const color = shown.findLast(({ startMs }) => startMs <= timeMs);
  if (!color) return [0, 0, 0];
  const share = color.scrollMs === 0 ? 1 : Math.min(1, (timeMs - color.startMs) / color.scrollMs);
  return color.to.map((level, channel) => level * share + (color.from[channel] ?? 0) * (1 - share));
}
