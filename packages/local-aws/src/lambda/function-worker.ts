import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { systemClock } from '../clock.ts';
import type { FunctionConfig } from './function-config.ts';
import { FunctionError } from './function-error.ts';
import type { InvokeMessage, RuntimeData, RuntimeMessage } from './runtime-messages.ts';

/** Module kinds in the order in which Lambda looks for them. */
const MODULE_EXTENSIONS = ['.js', '.mjs', '.cjs'];
/** Lambda lets a function load for 10 s, and then once more within its own time-out. */
const INIT_LIMIT_MS = 10_000;
/**
 * V8's young generation, beside the old one that is held to the function's memory. With 16 MB, twelve warm
 * workers hold 240 MB more after a registration, and answer no sooner.
 */
const YOUNG_GENERATION_MB = 4;

export interface FunctionWorkerOptions {
  readonly config: FunctionConfig;
  /** The whole environment: a function sees nothing of this process. */
  readonly environment: Readonly<Record<string, string>>;
  readonly onOutput: (line: string) => void;
}

/**
 * One execution environment: a thread that has loaded one function and runs one invocation at a time. Its
 * time is the machine's, by which the function computes, and not that of a clock which a test puts forward.
 */
export class FunctionWorker {
  readonly functionArn: string;
  readonly initMs: number;
  readonly #worker: Worker;
  #alive = true;

  private constructor(functionArn: string, worker: Worker, initMs: number) {
    this.functionArn = functionArn;
    this.#worker = worker;
    this.initMs = initMs;
    worker.once('exit', () => {
      this.#alive = false;
    });
  }

  /** @throws FunctionError when the module cannot be loaded or has no such handler. */
  static async start({ config, environment, onOutput }: FunctionWorkerOptions): Promise<FunctionWorker> {
    const extension = MODULE_EXTENSIONS.find((candidate) => existsSync(`${config.modulePath}${candidate}`));
    if (!extension) {
      throw new FunctionError({
        errorType: 'Runtime.ImportModuleError',
        errorMessage: `Error: Cannot find module '${config.modulePath}'`,
      });
    }
    const workerData: RuntimeData = {
      moduleUrl: pathToFileURL(`${config.modulePath}${extension}`).href,
      handlerName: config.handlerName,
      functionArn: config.arn,
    };
    const began = performance.now();
    const worker = new Worker(await runtimeUrl(), {
      workerData,
      env: { ...environment },
      // not this process's flags: a TypeScript loader in every worker would cost more than the functions do
      execArgv: [],
      stdout: true,
      stderr: true,
      resourceLimits: {
        maxOldGenerationSizeMb: config.memoryMb,
        maxYoungGenerationSizeMb: YOUNG_GENERATION_MB,
      },
    });
    // an unhandled rejection ends the thread between invocations, which `alive` shows
    worker.on('error', () => {});
    for (const output of [worker.stdout, worker.stderr]) {
      createInterface({ input: output }).on('line', onOutput);
    }
    try {
      await reply(worker, INIT_LIMIT_MS + config.timeoutMs, 'the function did not load');
    } catch (error) {
      await worker.terminate();
      throw error;
    }
    return new FunctionWorker(config.arn, worker, Math.round(performance.now() - began));
  }

  /** False once the thread has ended: by a time-out, by running out of memory or by `process.exit`. */
  get alive(): boolean {
    return this.#alive;
  }

  /**
   * Runs the handler.
   * @param request payload is the JSON of the event.
   * @returns JSON of the handler's result.
   * @throws FunctionError with what the handler threw, `Sandbox.Timedout` or `Runtime.ExitError`.
   */
  async run(request: Omit<InvokeMessage, 'deadline'>, timeoutMs: number): Promise<string> {
    const message: InvokeMessage = { ...request, deadline: systemClock.now() + timeoutMs };
    this.#worker.postMessage(message);
    const { requestId } = request;
    const overdue = `RequestId: ${requestId} Error: Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`;
    try {
      return await reply(this.#worker, timeoutMs, overdue);
    } catch (error) {
      if (error instanceof FunctionError && error.errorType === 'Sandbox.Timedout') await this.dispose();
      throw error;
    }
  }

  async dispose(): Promise<void> {
    this.#alive = false;
    await this.#worker.terminate();
  }
}

/** The worker's next message: its payload when it is a result, a thrown FunctionError when it is not. */
async function reply(worker: Worker, limitMs: number, overdue: string): Promise<string> {
  const settled = new AbortController();
  const answered = new Promise<string>((resolve, reject) => {
    const onMessage = (message: RuntimeMessage): void => {
      if (message.type === 'error') reject(new FunctionError(message.error));
      else resolve(message.type === 'result' ? message.payload : '');
    };
    const onError = (error: NodeJS.ErrnoException): void => {
      const outOfMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      reject(
        new FunctionError({
          errorType: outOfMemory ? 'Runtime.OutOfMemory' : error.name,
          errorMessage: error.message,
          trace: (error.stack ?? '').split('\n'),
        }),
      );
    };
    const onExit = (code: number): void =>
      reject(
        new FunctionError({
          errorType: 'Runtime.ExitError',
          errorMessage: `Error: Runtime exited with error: exit status ${code}`,
        }),
      );
    worker.once('message', onMessage).once('error', onError).once('exit', onExit);
    settled.signal.addEventListener('abort', () => {
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
    });
  });
  const timedOut = systemClock.sleep(limitMs, settled.signal).then(() => {
    throw new FunctionError({ errorType: 'Sandbox.Timedout', errorMessage: overdue });
  });
  // whichever loses the race is settled by the abort and has nothing left to say
  timedOut.catch(() => {});
  answered.catch(() => {});
  try {
    return await Promise.race([answered, timedOut]);
  } finally {
    settled.abort();
  }
}

let compiledRuntime: Promise<URL> | undefined;

/** The runtime as plain JavaScript, so that workers start without a TypeScript loader. */
function runtimeUrl(): Promise<URL> {
  compiledRuntime ??= (async () => {
    const [{ transform }, source] = await Promise.all([
      import('esbuild'),
      readFile(new URL('./runtime.ts', import.meta.url), 'utf8'),
    ]);
    const { code } = await transform(source, { loader: 'ts', format: 'esm', target: 'node20' });
    return new URL(`data:text/javascript,${encodeURIComponent(code)}`);
  })();
  return compiledRuntime;
}
