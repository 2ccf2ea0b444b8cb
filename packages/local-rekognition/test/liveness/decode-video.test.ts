import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { RawImage } from '../../src/faces/analysis.ts';
import { decodeVideo, VideoError } from '../../src/liveness/video/decode-video.ts';
import { VIDEO_LIMITS } from '../../src/liveness/video/video-frame.ts';
import { aVideo, FRAME_INTERVAL_MS, type VideoKind } from './a-video.ts';

const WIDTH = 320;
const HEIGHT = 240;

/** A gray that grows lighter with each frame, and a bright square in the top left corner. */
function aFrame(index: number, width = WIDTH, height = HEIGHT): RawImage {
  const data = new Uint8Array(width * height * 3).fill(40 + 4 * index);
  for (let y = 0; y < 40; y++) data.fill(250, 3 * y * width, 3 * (y * width + 40));
  return { data, width, height };
}

function level({ data, width }: RawImage, x: number, y: number): number {
  return data[3 * (y * width + x)] ?? Number.NaN;
}

const frames = Array.from({ length: 30 }, (_, i) => aFrame(i));

describe('decodeVideo', () => {
  it.each<VideoKind>(['webm-vp8', 'webm-vp9', 'mkv-avc', 'mp4-avc', 'mp4-avc-fragmented'])(
    'reads %s: times, sizes and pixels',
    async (kind) => {
      const { full, small } = await decodeVideo(await aVideo(kind, frames), {
        fullFrames: 4,
        smallFramesMs: [0, 400],
      });
      expect(full.map(({ timeMs }) => Math.round(timeMs / FRAME_INTERVAL_MS))).toEqual([0, 10, 19, 29]);
      expect(full.map(({ image }) => [image.width, image.height])).toEqual(Array(4).fill([WIDTH, HEIGHT]));
      for (const { image, timeMs } of full) {
        expect(Math.abs(level(image, 200, 150) - (40 + (4 * timeMs) / FRAME_INTERVAL_MS))).toBeLessThan(6);
        expect(level(image, 20, 20)).toBeGreaterThan(235);
      }
      expect(small.length).toBe(11);
      expect(small[0]?.image).toMatchObject({ width: WIDTH / 4, height: HEIGHT / 4 });
      expect(level(small[0]?.image ?? aFrame(0), 5, 5)).toBeGreaterThan(235);
    },
  );

  it.each([
    [90, 'right'],
    [180, 'right'],
    [270, 'left'],
  ] as const)('turns the frames by the %i degrees that the container tells', async (rotation, side) => {
    const { full } = await decodeVideo(await aVideo('mp4-avc', frames, rotation), { fullFrames: 1 });
    const image = full[0]?.image ?? aFrame(0);
    expect([image.width, image.height]).toEqual(rotation === 180 ? [WIDTH, HEIGHT] : [HEIGHT, WIDTH]);
    const x = side === 'right' ? image.width - 20 : 20;
    const y = rotation === 90 ? 20 : image.height - 20;
    expect(level(image, x, y)).toBeGreaterThan(235);
  });

  it('gives every frame once when more are asked for than there are', async () => {
    const { full } = await decodeVideo(await aVideo('webm-vp8', frames.slice(0, 3)), { fullFrames: 50 });
    expect(full.length).toBe(3);
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['random bytes', randomBytes(50_000)],
    ['a JPEG header', Buffer.from('ffd8ffe000104a464946000101', 'hex')],
  ])('refuses %s', async (_, bytes) => {
    await expect(decodeVideo(bytes, { fullFrames: 4 })).rejects.toThrow(VideoError);
  });

  it('refuses frames that are larger than Full HD', async () => {
    const large = await aVideo('webm-vp8', [aFrame(0, VIDEO_LIMITS.maxSidePx + 2, 240)]);
    await expect(decodeVideo(large, { fullFrames: 1 })).rejects.toThrow(/larger than 1920/);
  });

  it('gives frames or refuses, but never hangs or breaks, on a damaged video', async () => {
    const video = await aVideo('webm-vp8', frames);
    const overwritten = [0.1, 0.4, 0.7].map((at) => {
      const damaged = Buffer.from(video);
      randomBytes(200).copy(damaged, Math.round(video.length * at));
      return damaged;
    });
    for (const damaged of [...overwritten, video.subarray(0, video.length / 2), video.subarray(100)]) {
      await decodeVideo(damaged, { fullFrames: 4 }).catch((error: unknown) => {
        expect(error).toBeInstanceOf(VideoError);
      });
    }
  });
});
