import { Worker } from 'node:worker_threads';
import type { ImageAnalysis } from '../analysis.ts';
import { ImageError } from '../image-error.ts';
import type { WorkerAnswer, WorkerCall, WorkerSettings } from './messages.ts';
import './no-telemetry.ts';

/** No image within the limits takes longer, even on a loaded machine: the worker must be stuck. */
const CALL_TIMEOUT_MS = 60_000;

/** Given to one worker at a time: it decodes an image beside the networks of the one before. */
const MAX_CALLS_AT_WORKER = 2;

interface Job {
  readonly call: WorkerCall;
  readonly resolve: (analysis: ImageAnalysis) => void;
  readonly reject: (error: Error) => void;
}

/** A thread and its calls, which it answers in their order. */
interface Seat {
  readonly worker: Worker;
  readonly jobs: Job[];
  /** Ends the thread when its first call takes too long. */
  timeout?: NodeJS.Timeout;
}

/** Worker threads that analyze one image each at a time; calls beyond them wait in line. */
export class WorkerPool {
  readonly #settings: WorkerSettings;
  readonly #size: number;
  readonly #workerFile: URL;
  readonly #seats = new Set<Seat>();
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
    await Promise.all([...this.#seats].map(({ worker }) => worker.terminate()));
  }

  #dispatch(): void {
    while (this.#waiting.length > 0) {
      const seat = this.#freeSeat();
      if (seat === undefined) return;
      const job = this.#waiting.shift() as Job;
      seat.jobs.push(job);
      if (seat.jobs.length === 1) this.#watchFirst(seat);
      seat.worker.ref();
      seat.worker.postMessage(job.call);
    }
  }

  /** One without a call, or a new one, or one that can decode ahead. */
  #freeSeat(): Seat | undefined {
    const seats = [...this.#seats];
    const idle = seats.find(({ jobs }) => jobs.length === 0);
    if (idle) return idle;
    if (seats.length < this.#size) return this.#start();
    return seats.find(({ jobs }) => jobs.length < MAX_CALLS_AT_WORKER);
  }

  #start(): Seat {
    const worker = new Worker(this.#workerFile, { workerData: this.#settings, execArgv: [] });
    const seat: Seat = { worker, jobs: [] };
    this.#seats.add(seat);
    worker.on('message', (answer: WorkerAnswer) => this.#answered(seat, answer));
    let failure: Error | undefined;
    // an answer that the thread gave before may come after its error, but not after its exit
    worker.on('error', (cause: Error) => {
      failure = new Error('a thread of the face engine failed', { cause });
    });
    worker.on('exit', (code) =>
      this.#ended(seat, failure ?? new Error(`a thread of the face engine ended with code ${code}`)),
    );
    return seat;
  }

  #watchFirst(seat: Seat): void {
    clearTimeout(seat.timeout);
    if (seat.jobs.length > 0) seat.timeout = setTimeout(() => seat.worker.terminate(), CALL_TIMEOUT_MS);
    // a process with nothing else to do may end
    else seat.worker.unref();
  }

  #answered(seat: Seat, answer: WorkerAnswer): void {
    const job = seat.jobs.shift();
    this.#watchFirst(seat);
    if (answer.kind === 'analysis') job?.resolve(answer.analysis);
    else if (answer.kind === 'imageError')
      job?.reject(new ImageError(answer.code, answer.message, { cause: answer.cause }));
    else job?.reject(new Error('the image could not be analyzed', { cause: answer.error }));
    this.#dispatch();
  }

  /** The worker's current job has failed; queued jobs go to another worker. */
  #ended(seat: Seat, error: Error): void {
    this.#seats.delete(seat);
    clearTimeout(seat.timeout);
    const [first, ...held] = seat.jobs.splice(0);
    first?.reject(error);
    if (this.#closed) for (const { reject } of held) reject(error);
    else this.#waiting.unshift(...held);
    this.#dispatch();
  }
}

/** JavaScript that loads the worker's TypeScript. */
const WORKER_FILE = new URL('./face-worker-loader.mjs', import.meta.url);
