import type { IssuedChallenge } from './issued-challenge.ts';
import type { ClientEvent, ColorDisplayed, Rgb } from './messages.ts';
import { StreamException } from './stream-exception.ts';

/** One stretch of the light challenge as the client says that it showed it. */
export interface ShownColor {
  readonly from: Rgb;
  readonly to: Rgb;
  /** Client's clock, milliseconds since the epoch. */
  readonly startMs: number;
  /** How long the new color takes to scroll over the old one; 0 for a flat stretch. */
  readonly scrollMs: number;
}

/** The client's report on its part of the challenge. All times are those of its own clock. */
export interface ClientLog {
  readonly videoStartMs: number;
  readonly videoEndMs: number;
  /** When it saw the face in the oval. */
  readonly matchMs: number;
  readonly colors: readonly ShownColor[];
}

/**
 * Takes the client's words one by one, and refuses those that don't follow from the challenge it was given.
 */
export interface ClientLogReader {
  /** @throws StreamException ValidationException */
  add(event: ClientEvent & { kind: 'information' }): void;
  /** @throws StreamException ValidationException when something that belongs to the challenge was left out */
  finish(): ClientLog;
}

/** One message in the order in which a client must send them. */
interface ExpectedColor {
  readonly sequenceNumber: number;
  readonly from: Rgb;
  readonly to: Rgb;
  readonly scrollMs: number;
  /** How long the stretch before it lasts at least. */
  readonly afterMs: number;
}

/**
 * Clients show colors by a timer of 10 ms ticks; a busy one is late, none is early by more than some ticks.
 */
const EARLIEST_TOLERANCE_MS = 30;
const LATEST_TOLERANCE_MS = 2000;

export function readClientLog(issued: IssuedChallenge): ClientLogReader {
  const expected = expectedColors(issued);
  const colors: ShownColor[] = [];
  let challengeId: string | undefined;
  let videoStartMs: number | undefined;
  let end: { readonly videoEndMs: number; readonly matchMs: number } | undefined;

  const addColor = (shown: ColorDisplayed): void => {
    const next = expected[colors.length];
    if (videoStartMs === undefined || !next || !isExpected(shown, next)) {
      throw refused('the colors were not shown in the order that was issued');
    }
    const startMs = shown.CurrentColorStartTimestamp;
    const sincePrevious = startMs - (colors.at(-1)?.startMs ?? videoStartMs);
    const earliest = next.afterMs - EARLIEST_TOLERANCE_MS;
    if (
      colors.length > 0 &&
      (sincePrevious < earliest || sincePrevious > next.afterMs + LATEST_TOLERANCE_MS)
    ) {
      throw refused('the colors were not shown for as long as was issued');
    }
    colors.push({ from: next.from, to: next.to, startMs, scrollMs: next.scrollMs });
  };

  return {
    add: ({ challengeType, challenge }) => {
      if (challengeType !== issued.challenge.type) throw refused(`${challengeType} was not issued`);
      challengeId ??= challenge.ChallengeId;
      if (challenge.ChallengeId !== challengeId) throw refused('ChallengeId changed within the stream');
      if (end) throw refused('the challenge had ended already');
      if (challenge.VideoStartTimestamp !== undefined) {
        if (videoStartMs !== undefined) throw refused('the video started twice');
        videoStartMs = challenge.VideoStartTimestamp;
      }
      if (challenge.ColorDisplayed) addColor(challenge.ColorDisplayed);
      if (challenge.VideoEndTimestamp !== undefined && challenge.TargetFace) {
        end = {
          videoEndMs: challenge.VideoEndTimestamp,
          matchMs: challenge.TargetFace.FaceDetectedInTargetPositionStartTimestamp,
        };
      }
    },
    finish: () => {
      if (videoStartMs === undefined) throw refused('the client never reported the start of the video');
      if (!end) throw refused('the client never reported the face in the oval');
      if (colors.length < expected.length) throw refused('not all colors were shown');
      if (end.matchMs < videoStartMs || end.videoEndMs < end.matchMs)
        throw refused('its times are not in order');
      return { videoStartMs, ...end, colors };
    },
  };
}

/** The first color is flat from the start; each other one scrolls over the one before, then is flat. */
function expectedColors({ colors }: IssuedChallenge): readonly ExpectedColor[] {
  return colors.flatMap(({ rgb, scrollMs }, sequenceNumber) => {
    const previous = colors[sequenceNumber - 1];
    const flat = { sequenceNumber, from: rgb, to: rgb, scrollMs: 0, afterMs: scrollMs };
    if (!previous) return [flat];
    // clients count the first color's time from zero of their clock, and so leave it at the first tick
    const afterMs = sequenceNumber === 1 ? 0 : previous.flatMs;
    return [{ sequenceNumber, from: previous.rgb, to: rgb, scrollMs, afterMs }, flat];
  });
}

function isExpected(shown: ColorDisplayed, { sequenceNumber, from, to }: ExpectedColor): boolean {
  return (
    shown.SequenceNumber === sequenceNumber &&
    sameColor(shown.CurrentColor.RGB, to) &&
    (shown.PreviousColor === undefined || sameColor(shown.PreviousColor.RGB, from))
  );
}

function sameColor(a: Rgb, b: Rgb): boolean {
  return a.every((value, channel) => value === b[channel]);
}

function refused(why: string): StreamException {
  return new StreamException('ValidationException', `Challenge was not carried out as issued: ${why}.`);
}
