import { parentPort, workerData } from 'node:worker_threads';
import sharp from 'sharp';
import { analyzeDecoded, decodeRequested } from '../analyze-image.ts';
import { ImageError } from '../image-error.ts';
import type { DecodedImage } from '../imaging/decode-image.ts';
import type { WorkerAnswer, WorkerCall, WorkerSettings } from './messages.ts';
import { openModelSessions } from './model-sessions.ts';

if (parentPort === null) throw new Error('this file runs in a worker thread of the face engine');
const port = parentPort;
const { modelsDir } = workerData as WorkerSettings;
// one image a worker, one core an image
sharp.concurrency(1);
// images are never seen twice
sharp.cache(false);
const sessions = openModelSessions(modelsDir);

let before: Promise<void> = Promise.resolve();

port.on('message', (call: WorkerCall) => {
  // at once: sharp decodes in a thread of its own, beside the networks of the call before
  const decoding = decodeRequested(call);
  // it is answered in its turn, and must not end the thread until then
  decoding.catch(() => {});
  before = before.then(async () => port.postMessage(await answer(decoding, call)));
});

async function answer(decoding: Promise<DecodedImage>, call: WorkerCall): Promise<WorkerAnswer> {
  try {
    return { kind: 'analysis', analysis: await analyzeDecoded(sessions, await decoding, call) };
  } catch (error) {
    if (error instanceof ImageError) {
      const { code, message, cause } = error;
      return { kind: 'imageError', code, message, cause };
    }
    return { kind: 'fault', error };
  }
}
