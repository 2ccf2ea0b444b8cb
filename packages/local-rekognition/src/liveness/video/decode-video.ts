import { spawn } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { RawImage } from '../../faces/analysis.ts';
import {
  type DecodedVideo,
  FRAME_HEADER_BYTES,
  FRAME_KIND,
  type FrameSelection,
  VIDEO_LIMITS,
  type VideoFrame,
} from './video-frame.ts';

const DECODE_PROCESS = fileURLToPath(new URL('./decode-process.ts', import.meta.url));
const MAX_MESSAGE_CHARS = 4000;

/** The video can't be read; the message says why. */
export class VideoError extends Error {
  override readonly name = 'VideoError';
}

/**
 * The selected frames of a video, decoded in a process of its own that is killed when it takes too long.
 *
 * @param video WebM, Matroska or MP4 with VP8, VP9 or H.264
 * @throws VideoError when the video is at fault, Error when the process is
 */
export async function decodeVideo(video: Buffer, selection: FrameSelection): Promise<DecodedVideo> {
  const child = spawn(
    process.execPath,
    [
      `--max-old-space-size=${VIDEO_LIMITS.maxHeapMb}`,
      '--input-type=module',
      '--eval',
      await decodeProgram(),
      '--',
      JSON.stringify(selection),
    ],
    {
      // where the program finds its packages
      cwd: dirname(DECODE_PROCESS),
      // nothing of our environment is its business, least of all credentials
      env: {},
      stdio: ['pipe', 'pipe', 'pipe'],
      timeout: VIDEO_LIMITS.maxDecodeMs,
      killSignal: 'SIGKILL',
    },
  );
  const output: Buffer[] = [];
  let messages = '';
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    messages = (messages + text).slice(0, MAX_MESSAGE_CHARS);
  });
  // a child that gave up early closes its input: its exit has the reason, not this error
  child.stdin.on('error', () => {});
  child.stdin.end(video);
  const { code, signal } = await new Promise<{ code: number | null; signal: string | null }>(
    (resolve, reject) => {
      child.on('error', reject);
      child.on('close', (exitCode, exitSignal) => resolve({ code: exitCode, signal: exitSignal }));
    },
  );
  if (code === 0) return parseFrames(Buffer.concat(output));
  const problem = /^video: (.*)$/m.exec(messages)?.[1];
  if (problem !== undefined) throw new VideoError(problem);
  // a decoder that crashed or never ended met a video that
  // nobody honest makes; an exit with 1 is our own fault
  if (signal) throw new VideoError(`the decoder was stopped (${signal})`);
  throw new Error(`the video decoder failed with exit code ${code}: ${messages}`);
}

let compiled: Promise<string> | undefined;

/** The program as JavaScript: a TypeScript loader in every process would take longer than the decoding. */
function decodeProgram(): Promise<string> {
  compiled ??= build({
    entryPoints: [DECODE_PROCESS],
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    write: false,
  }).then(({ outputFiles: [file] }) => file?.text ?? '');
  return compiled;
}

function parseFrames(output: Buffer): DecodedVideo {
  const full: VideoFrame[] = [];
  const small: VideoFrame[] = [];
  for (let at = 0; at < output.length; ) {
    const kind = output.readUInt8(at);
    const timeMs = output.readDoubleLE(at + 1);
    const image = readImage(
      output,
      at + FRAME_HEADER_BYTES,
      output.readUInt32LE(at + 9),
      output.readUInt32LE(at + 13),
    );
    (kind === FRAME_KIND.full ? full : small).push({ timeMs, image });
    at += FRAME_HEADER_BYTES + image.data.length;
  }
  return { full: full.toSorted(byTime), small: small.toSorted(byTime) };
}

function readImage(output: Buffer, at: number, width: number, height: number): RawImage {
  return { data: output.subarray(at, at + width * height * 3), width, height };
}

function byTime(a: VideoFrame, b: VideoFrame): number {
  return a.timeMs - b.timeMs;
}
