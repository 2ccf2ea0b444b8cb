import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FaceEngine, openFaceEngine } from '@face-idv/local-rekognition';

type Analyze = FaceEngine['analyze'];

/** Converted models, kept between runs: they depend on nothing but the packages that they come from. */
const MODELS_DIR = join(tmpdir(), 'face-idv-models');

let opened: Promise<FaceEngine> | undefined;

/**
 * The real engine, one for all stacks of a process. It looks once at each image: a registration asks up to ten times
 * about the same bytes, and most tests show the same few people.
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
    const bytes = Buffer.isBuffer(image) ? image : image.data;
    const size = Buffer.isBuffer(image) ? [] : [image.width, image.height];
    const key = createHash('sha256')
      .update(JSON.stringify([asked, size]))
      .update(bytes)
      .digest('hex');
    const found = known.get(key) ?? analyze({ image, ...asked });
    known.set(key, found);
    // a fault of the engine's thread passes
    found.catch(() => known.delete(key));
    return found;
  };
}
