import { type EncodedVideoChunk, VideoEncoder, VideoFrame } from '@napi-rs/webcodecs';
import {
  BufferTarget,
  EncodedPacket,
  EncodedVideoPacketSource,
  MkvOutputFormat,
  Mp4OutputFormat,
  Output,
  type OutputFormat,
  WebMOutputFormat,
} from 'mediabunny';
import type { RawImage } from '../../src/faces/analysis.ts';

export type VideoKind = 'webm-vp8' | 'webm-vp9' | 'mkv-avc' | 'mp4-avc' | 'mp4-avc-fragmented';

export const FRAME_INTERVAL_MS = 40;

const KINDS: Readonly<
  Record<VideoKind, { codec: 'vp8' | 'vp9' | 'avc'; string: string; format: () => OutputFormat }>
> = {
  'webm-vp8': { codec: 'vp8', string: 'vp8', format: () => new WebMOutputFormat() },
  'webm-vp9': { codec: 'vp9', string: 'vp09.00.30.08', format: () => new WebMOutputFormat() },
  'mkv-avc': { codec: 'avc', string: 'avc1.42001f', format: () => new MkvOutputFormat() },
  'mp4-avc': { codec: 'avc', string: 'avc1.42001f', format: () => new Mp4OutputFormat() },
  'mp4-avc-fragmented': {
    codec: 'avc',
    string: 'avc1.42001f',
    format: () => new Mp4OutputFormat({ fastStart: 'fragmented' }),
  },
};

/** A video of the frames as a browser's MediaRecorder would have made it, 25 frames a second. */
export async function aVideo(
  kind: VideoKind,
  frames: readonly RawImage[],
  rotation: 0 | 90 | 180 | 270 = 0,
): Promise<Buffer> {
  const { codec, string, format } = KINDS[kind];
  const target = new BufferTarget();
  const output = new Output({ format: format(), target });
  const source = new EncodedVideoPacketSource(codec);
  output.addVideoTrack(source, { frameRate: 1000 / FRAME_INTERVAL_MS, rotation });
  await output.start();
  let adding = Promise.resolve();
  let problem: unknown;
  const encoder = new VideoEncoder({
    output: (chunk: EncodedVideoChunk, metadata: unknown) => {
      const data = new Uint8Array(chunk.byteLength);
      chunk.copyTo(data);
      const packet = new EncodedPacket(data, chunk.type, chunk.timestamp / 1e6, FRAME_INTERVAL_MS / 1000);
      adding = adding.then(() => source.add(packet, metadata as Parameters<typeof source.add>[1]));
    },
    error: (error: unknown) => {
      problem = error;
    },
  });
  const [first] = frames;
  if (!first) throw new Error('a video has at least one frame');
  encoder.configure({
    codec: string,
    width: first.width,
    height: first.height,
    bitrate: 4_000_000,
    latencyMode: 'realtime',
  });
  frames.forEach((image, i) => {
    const frame = new VideoFrame(i420(image), {
      format: 'I420',
      codedWidth: image.width,
      codedHeight: image.height,
      timestamp: i * FRAME_INTERVAL_MS * 1000,
    });
    encoder.encode(frame, { keyFrame: i === 0 });
    frame.close();
  });
  await encoder.flush();
  await adding;
  if (problem) throw problem;
  await output.finalize();
  return Buffer.from(target.buffer ?? new ArrayBuffer(0));
}

/** Planes of brightness and, at half the size, of color (BT.601): what cameras give and codecs take. */
function i420({ data, width, height }: RawImage): Uint8Array {
  const pixels = width * height;
  const planes = new Uint8Array((pixels * 3) / 2);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = 3 * (y * width + x);
      const [r, g, b] = [data[from] ?? 0, data[from + 1] ?? 0, data[from + 2] ?? 0];
      planes[y * width + x] = 16 + 0.257 * r + 0.504 * g + 0.098 * b;
      if (x % 2 || y % 2) continue;
      const at = pixels + ((y / 2) * width) / 2 + x / 2;
      planes[at] = 128 - 0.148 * r - 0.291 * g + 0.439 * b;
      planes[at + pixels / 4] = 128 + 0.439 * r - 0.368 * g - 0.071 * b;
    }
  }
  return planes;
}
