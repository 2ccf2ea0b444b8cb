import { Worker } from 'node:worker_threads';
import type { ImageAnalysis } from '../face-engine.ts';
import { ImageError } from '../image-error.ts';
import type { WorkerAnswer, WorkerCall, WorkerSettings } from './messages.ts';

/** No image within the limits takes longer, even on a loaded machine: the worker must be stuck. */
const CALL_TIMEOUT_MS = 60_000;

interface Job {
  readonly call: WorkerCall;
  readonly resolve: (analysis: ImageAnalysis) => void;
  readonly reject: (error: Error) => void;
}

/** Worker threads that analyse one image each at a time; calls beyond them wait in line. */
export class WorkerPool {
  readonly #settings: WorkerSettings;
  readonly #size: number;
  readonly #workerFile: URL;
  readonly #idle: Worker[] = [];
  readonly #busy = new Set<Worker>();
  readonly #waiting: Job[] = [];
  #closed = false;

  /** No thread is started before the first call. */
  constructor(size: number, settings: WorkerSettings, workerFile: URL = WORKER_FILE) {
    this.#size = size;
    this.#settings = settings;
    this.#workerFile = workerFile;
  }

  /** Rejects with ImageError when the image is at fault, and with another error when its thread has ended. */
  analyze(call: WorkerCall): Promise<ImageAnalysis> {
    return new Promise((resolve, reject) => {
      if (this.#closed) return reject(new Error('the face engine is closed'));
      this.#waiting.push({ call, resolve, reject });
      this.#dispatch();
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const { reject } of this.#waiting.splice(0)) reject(new Error('the face engine was closed'));
    await Promise.all([...this.#idle, ...this.#busy].map((worker) => worker.terminate()));
  }

  #dispatch(): void {
    while (this.#waiting.length > 0) {
      const worker = this.#idle.pop() ?? (this.#busy.size < this.#size ? this.#start() : undefined);
      if (worker === undefined) return;
      this.#run(worker, this.#waiting.shift() as Job);
    }
  }

  #start(): Worker {
    const worker = new Worker(this.#workerFile, { workerData: this.#settings, execArgv: [] });
    // an idle thread that ends (out of memory, for one) is only forgotten: the next call starts another
    worker.on('error', () => this.#forget(worker));
    worker.on('exit', () => this.#forget(worker));
    return worker;
  }

  #forget(worker: Worker): void {
    const index = this.#idle.indexOf(worker);
    if (index >= 0) this.#idle.splice(index, 1);
  }

  #run(worker: Worker, { call, resolve, reject }: Job): void {
    this.#busy.add(worker);
    worker.ref();
    const settle = (reusable: boolean) => {
      clearTimeout(timeout);
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
      this.#busy.delete(worker);
      if (reusable && !this.#closed) {
        // a process with nothing else to do may end
        worker.unref();
        this.#idle.push(worker);
      }
      this.#dispatch();
    };
    const onMessage = (answer: WorkerAnswer) => {
      settle(true);
      if (answer.kind === 'analysis') resolve(answer.analysis);
      else if (answer.kind === 'imageError')
        reject(new ImageError(answer.code, answer.message, { cause: answer.cause }));
      else reject(new Error('the image could not be analysed', { cause: answer.error }));
    };
    const onError = (error: Error) => {
      settle(false);
      reject(new Error('a thread of the face engine failed', { cause: error }));
    };
    const onExit = (code: number) => {
      settle(false);
      reject(new Error(`a thread of the face engine ended with code ${code}`));
    };
    const timeout = setTimeout(() => worker.terminate(), CALL_TIMEOUT_MS);
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
    worker.postMessage(call);
  }
}

/** JavaScript that loads the worker's TypeScript. */
const WORKER_FILE = new URL('./face-worker-loader.mjs', import.meta.url);
