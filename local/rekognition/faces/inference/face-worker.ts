import { parentPort, workerData } from 'node:worker_threads';
import sharp from 'sharp';
import { analyzeImage } from '../analyze-image.ts';
import { ImageError } from '../image-error.ts';
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

port.on('message', async (call: WorkerCall) => {
  port.postMessage(await answer(call));
});

async function answer(call: WorkerCall): Promise<WorkerAnswer> {
  try {
    return { kind: 'analysis', analysis: await analyzeImage(sessions, call) };
  } catch (error) {
    if (error instanceof ImageError) {
      const { code, message, cause } = error;
      return { kind: 'imageError', code, message, cause };
    }
    return { kind: 'fault', error };
  }
}
