import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { EncodedVideoChunk, type VideoFrame as NativeFrame, VideoDecoder } from '@napi-rs/webcodecs';
import {
  BufferSource,
  EncodedPacketSink,
  Input,
  type InputVideoTrack,
  MATROSKA,
  MP4,
  QTFF,
  type Rotation,
  WEBM,
} from 'mediabunny';
import type { RawImage } from '../../faces/analysis.ts';
import {
  FRAME_HEADER_BYTES,
  FRAME_KIND,
  type FrameSelection,
  SMALL_FRAME_DIVISOR,
  VIDEO_LIMITS,
} from './video-frame.ts';

/**
 * The program of a process that reads one video from standard input and writes the selected frames to
 * standard output: what a stranger's video can break here is this process. `decode-video.ts` compiles it and
 * passes the selection as the last argument. It reports why it gave up in one line of standard error that
 * begins with `video:`.
 */

/** Containers that browsers record with MediaRecorder, detected by content, never by a name. */
const FORMATS = [WEBM, MATROSKA, MP4, QTFF];
const MAX_QUEUED_FRAMES = 16;
const QUEUE_POLL_MS = 5;
const CODECS: readonly string[] = ['vp8', 'vp9', 'avc'];

class VideoProblem extends Error {}

interface Wanted {
  readonly timesUs: ReadonlySet<number>;
  readonly small: (timeMs: number) => boolean;
}

async function main(selection: FrameSelection): Promise<void> {
  const input = new Input({ formats: FORMATS, source: new BufferSource(await readAll(process.stdin)) });
  const track = await input.getPrimaryVideoTrack().catch((error: unknown) => {
    throw new VideoProblem('container format is not WebM, Matroska or MP4', { cause: error });
  });
  if (!track) throw new VideoProblem('there is no video track');
  const codec = await track.getCodec();
  if (!codec || !CODECS.includes(codec)) throw new VideoProblem(`codec ${codec} is not VP8, VP9 or H.264`);
  const [width, height] = [await track.getCodedWidth(), await track.getCodedHeight()];
  if (Math.max(width, height) > VIDEO_LIMITS.maxSidePx) {
    throw new VideoProblem(`frames of ${width} x ${height} are larger than ${VIDEO_LIMITS.maxSidePx} pixels`);
  }
  await decode(track, selection);
}

async function decode(track: InputVideoTrack, selection: FrameSelection): Promise<void> {
  const config = await track.getDecoderConfig();
  if (!config) throw new VideoProblem('the track has no decoder configuration');
  const rotation = await track.getRotation();
  const packets = await readPackets(track);
  const firstUs = Math.min(...packets.map(({ timestamp }) => timestamp));
  const wanted = select(
    packets.map(({ timestamp }) => timestamp),
    firstUs,
    selection,
  );

  let writing = Promise.resolve();
  let problem: Error | undefined;
  const decoder = new VideoDecoder({
    output: (frame) => {
      writing = writing
        .then(() => writeWanted(frame, firstUs, rotation, wanted))
        .finally(() => frame.close());
      writing.catch((error: Error) => {
        problem ??= error;
      });
    },
    error: (error) => {
      problem ??= error;
    },
  });
  decoder.configure({
    codec: config.codec,
    ...(config.description && { description: bytesOf(config.description) }),
  });
  for (const packet of packets) {
    if (problem) break;
    decoder.decode(packet);
    // keeps the decoded frames that wait to be written few
    while (!problem && decoder.decodeQueueSize > MAX_QUEUED_FRAMES) await setTimeout(QUEUE_POLL_MS);
    await writing;
  }
  // a decoder that failed is closed: flushing it would fail once more
  if (!problem) await decoder.flush();
  await writing;
  if (problem) throw new VideoProblem('the video is damaged', { cause: problem });
}

async function readPackets(track: InputVideoTrack): Promise<readonly EncodedVideoChunk[]> {
  const packets: EncodedVideoChunk[] = [];
  for await (const { type, timestamp, data } of new EncodedPacketSink(track).packets()) {
    packets.push(new EncodedVideoChunk({ type, timestamp: Math.round(timestamp * 1e6), data }));
    if (packets.length > VIDEO_LIMITS.maxFrames) {
      throw new VideoProblem(`there are more than ${VIDEO_LIMITS.maxFrames} frames`);
    }
  }
  if (packets.length === 0) throw new VideoProblem('there are no frames');
  return packets;
}

function select(timesUs: readonly number[], firstUs: number, selection: FrameSelection): Wanted {
  const inOrder = timesUs.toSorted((a, b) => a - b);
  const durationMs = ((inOrder.at(-1) ?? firstUs) - firstUs) / 1000;
  if (durationMs > VIDEO_LIMITS.maxDurationMs) {
    throw new VideoProblem(`it is longer than ${VIDEO_LIMITS.maxDurationMs / 1000} seconds`);
  }
  const last = inOrder.length - 1;
  const count = Math.min(selection.fullFrames, inOrder.length);
  const spread = Array.from({ length: count }, (_, i) => Math.round((i * last) / Math.max(1, count - 1)));
  const [fromMs, toMs] = selection.smallFramesMs ?? [0, -1];
  return {
    timesUs: new Set(spread.flatMap((index) => inOrder[index] ?? [])),
    small: (timeMs) => timeMs >= fromMs && timeMs <= toMs,
  };
}

async function writeWanted(
  frame: NativeFrame,
  firstUs: number,
  rotation: Rotation,
  wanted: Wanted,
): Promise<void> {
  const timeMs = (frame.timestamp - firstUs) / 1000;
  const [full, small] = [wanted.timesUs.has(frame.timestamp), wanted.small(timeMs)];
  if (!full && !small) return;
  const rgba = new Uint8Array(frame.allocationSize({ format: 'RGBA' }));
  await frame.copyTo(rgba, { format: 'RGBA' });
  const size = { width: frame.codedWidth, height: frame.codedHeight };
  if (full) await writeFrame(FRAME_KIND.full, timeMs, turned(rgba, size, 1, rotation));
  if (small) await writeFrame(FRAME_KIND.small, timeMs, turned(rgba, size, SMALL_FRAME_DIVISOR, rotation));
}

/** RGB of every `step`th pixel, turned clockwise by what the container says. */
function turned(
  rgba: Uint8Array,
  { width, height }: { width: number; height: number },
  step: number,
  rotation: Rotation,
): RawImage {
  const [columns, rows] = [Math.floor(width / step), Math.floor(height / step)];
  const sideways = rotation === 90 || rotation === 270;
  const outWidth = sideways ? rows : columns;
  const data = new Uint8Array(columns * rows * 3);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const x = { 0: column, 90: rows - 1 - row, 180: columns - 1 - column, 270: row }[rotation];
      const y = { 0: row, 90: column, 180: rows - 1 - row, 270: columns - 1 - column }[rotation];
      const from = 4 * (row * step * width + column * step);
      const to = 3 * (y * outWidth + x);
      data[to] = rgba[from] ?? 0;
      data[to + 1] = rgba[from + 1] ?? 0;
      data[to + 2] = rgba[from + 2] ?? 0;
    }
  }
  return { data, width: outWidth, height: sideways ? columns : rows };
}

async function writeFrame(kind: number, timeMs: number, { data, width, height }: RawImage): Promise<void> {
  const header = Buffer.alloc(FRAME_HEADER_BYTES);
  header.writeUInt8(kind, 0);
  header.writeDoubleLE(timeMs, 1);
  header.writeUInt32LE(width, 9);
  header.writeUInt32LE(height, 13);
  process.stdout.write(header);
  if (!process.stdout.write(data)) await once(process.stdout, 'drain');
}

async function readAll(stream: NodeJS.ReadableStream): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

function bytesOf(source: ArrayBufferView | ArrayBufferLike): Uint8Array {
  return ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source);
}

main(JSON.parse(process.argv.at(-1) ?? '{}')).catch((error: unknown) => {
  // demuxer and decoder throw errors of every kind at bytes that they don't expect
  const why = error instanceof VideoProblem ? error.message : `it is damaged: ${String(error)}`;
  process.stderr.write(`video: ${why.replaceAll('\n', ' ')}\n`);
  process.exitCode = 2;
});
