import type { FaceBox } from '../faces/analysis.ts';
import type { ColorResponse } from './capture.ts';
import type { ClientLog, ShownColor } from './stream/client-log.ts';
import type { VideoFrame } from './video/video-frame.ts';

/** One frame while colors were shown, and where the face is in it. */
export interface LitFace {
  readonly frame: VideoFrame;
  readonly box: FaceBox;
}

/** Fewer samples correlate by chance: with 3, r was 0.78 on a face that reflected nothing. */
const MIN_SAMPLES = 8;
/** A face that reflects changes by tens of levels, the noise of a video by less than one. */
const MIN_AMPLITUDE_LEVELS = 6;
const LAG_STEP_MS = 20;
/** The middle part of the face's box: skin, not hair or background. */
const SKIN_SHARE = 0.6;
const CHANNELS = [0, 1, 2] as const;

/**
 * How the skin followed the colors that the client says it showed: Pearson correlation over frames, mean of
 * the three channels, at the lag that fits best. Undefined when there is too little to say anything: too few
 * frames, or too little change in the face, as with any camera that doesn't look at a real face in the
 * screen's light.
 *
 * @param longestLagMs the client's log is ahead of its video by up to this
 */
export function measureColorResponse(
  log: ClientLog,
  faces: readonly LitFace[],
  longestLagMs: number,
): ColorResponse | undefined {
  if (log.colors.length === 0) return undefined;
  const samples = faces.map(({ frame, box }) => ({ timeMs: frame.timeMs, skin: meanColor(frame, box) }));
  const lags = Array.from({ length: longestLagMs / LAG_STEP_MS + 1 }, (_, i) => i * LAG_STEP_MS);
  const responses = lags.flatMap((lagMs) => responseAt(log, samples, lagMs) ?? []);
  return responses.toSorted((a, b) => b.correlation - a.correlation)[0];
}

interface Sample {
  readonly timeMs: number;
  /** Mean levels of red, green and blue. */
  readonly skin: readonly number[];
}

function responseAt(log: ClientLog, samples: readonly Sample[], lagMs: number): ColorResponse | undefined {
  const pairs = samples.flatMap(({ timeMs, skin }) => {
    const shown = shownAt(log, log.videoStartMs + timeMs - lagMs);
    return shown ? [{ shown, skin }] : [];
  });
  const amplitude = Math.max(
    ...CHANNELS.map((channel) => spread(pairs.map(({ skin }) => skin[channel] ?? 0))),
  );
  if (pairs.length < MIN_SAMPLES || amplitude < MIN_AMPLITUDE_LEVELS) return undefined;
  const correlations = CHANNELS.map((channel) =>
    correlate(
      pairs.map(({ shown }) => shown[channel] ?? 0),
      pairs.map(({ skin }) => skin[channel] ?? 0),
    ),
  );
  const correlation = correlations.reduce((sum, value) => sum + value, 0) / CHANNELS.length;
  return { correlation, lagMs, samples: pairs.length, amplitude };
}

/** Returns the screen's color at a time of the client's clock: while a color scrolls down, a mix of two. */
function shownAt({ colors, videoEndMs }: ClientLog, atMs: number): readonly number[] | undefined {
  const color: ShownColor | undefined = colors.findLast(({ startMs }) => startMs <= atMs);
  if (!color || atMs > videoEndMs) return undefined;
  const share = color.scrollMs === 0 ? 1 : Math.min(1, (atMs - color.startMs) / color.scrollMs);
  return color.to.map((level, channel) => level * share + (color.from[channel] ?? 0) * (1 - share));
}

function meanColor({ image: { data, width, height } }: VideoFrame, box: FaceBox): readonly number[] {
  const margin = (1 - SKIN_SHARE) / 2;
  const left = clamp(Math.round((box.left + box.width * margin) * width), width - 1);
  const top = clamp(Math.round((box.top + box.height * margin) * height), height - 1);
  const right = clamp(Math.round((box.left + box.width * (1 - margin)) * width), width - 1);
  const bottom = clamp(Math.round((box.top + box.height * (1 - margin)) * height), height - 1);
  const sums = [0, 0, 0];
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      for (const channel of CHANNELS)
        sums[channel] = (sums[channel] ?? 0) + (data[3 * (y * width + x) + channel] ?? 0);
    }
  }
  const pixels = (right - left + 1) * (bottom - top + 1);
  return sums.map((sum) => sum / pixels);
}

/** Pearson's r; 0 where one side doesn't change. */
function correlate(a: readonly number[], b: readonly number[]): number {
  const [meanA, meanB] = [mean(a), mean(b)];
  let [covariance, varianceA, varianceB] = [0, 0, 0];
  for (const [i, value] of a.entries()) {
    const [deltaA, deltaB] = [value - meanA, (b[i] ?? 0) - meanB];
    covariance += deltaA * deltaB;
    varianceA += deltaA ** 2;
    varianceB += deltaB ** 2;
  }
  const product = varianceA * varianceB;
  return product === 0 ? 0 : covariance / Math.sqrt(product);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function spread(values: readonly number[]): number {
  return Math.max(...values) - Math.min(...values);
}

function clamp(value: number, max: number): number {
  return Math.min(Math.max(0, value), max);
}
