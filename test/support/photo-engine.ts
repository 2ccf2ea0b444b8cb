import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FaceEngine, openFaceEngine } from '@face-idv/local-rekognition';

type Analyze = FaceEngine['analyze'];

/** Converted models, kept between runs: they depend on nothing but the packages that they come from. */
const MODELS_DIR = join(tmpdir(), 'face-idv-models');

let opened: Promise<FaceEngine> | undefined;

/**
 * The real engine, one for all stacks of a process. It looks once at each picture: a registration asks up to ten times
 * about the same one, and most tests show the same few people.
 */
export function thePhotoEngine(): Promise<FaceEngine> {
  opened ??= openFaceEngine({ modelsDir: MODELS_DIR }).then((engine) => ({
    ...engine,
    analyze: remembering((request) => engine.analyze(request)),
    // the next stack of the process needs it
    close: async () => {},
  }));
  return opened;
}

function remembering(analyze: Analyze): Analyze {
  const known = new Map<string, ReturnType<Analyze>>();
  return ({ image, ...asked }) => {
    const size = Buffer.isBuffer(image) ? [] : [image.width, image.height];
    const hash = createHash('sha256').update(JSON.stringify([asked, size]));
    for (const part of Buffer.isBuffer(image) ? partsOfPicture(image) : [image.data]) hash.update(part);
    const key = hash.digest('hex');
    const found = known.get(key) ?? analyze({ image, ...asked });
    known.set(key, found);
    // a fault of the engine's thread passes
    found.catch(() => known.delete(key));
    return found;
  };
}

const JPEG_START = 0xffd8;
const COMMENT = 0xfffe;
const SCAN = 0xffda;
const MARKER_BYTES = 2;
const LENGTH_BYTES = 2;

/**
 * An image but for the comments of a JPEG, by which the frames of two liveness checks of one photo differ, and which no
 * decoder shows.
 */
function partsOfPicture(image: Buffer): readonly Buffer[] {
  if (image.length < MARKER_BYTES || image.readUInt16BE(0) !== JPEG_START) return [image];
  const parts: Buffer[] = [];
  let at = MARKER_BYTES;
  // each segment up to the first scan is a marker and a length, which counts itself
  while (at + MARKER_BYTES + LENGTH_BYTES <= image.length && image.readUInt16BE(at) !== SCAN) {
    const end = at + MARKER_BYTES + image.readUInt16BE(at + MARKER_BYTES);
    if (image.readUInt16BE(at) !== COMMENT) parts.push(image.subarray(at, end));
    at = end;
  }
  return [...parts, image.subarray(at)];
}
