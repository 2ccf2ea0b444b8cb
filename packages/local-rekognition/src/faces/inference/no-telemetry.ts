import { isMainThread } from 'node:worker_threads';

/**
 * ONNX Runtime's library reports its use to its vendor, and keeps an id of the device and a database of
 * events in the user's cache folder, unless this variable is set before it opens its first network. A product
 * that handles faces contacts nobody.
 */
const SWITCH = 'ORT_DISABLE_TELEMETRY';

// the library reads the environment of the process, which is a copy in every other thread
if (isMainThread) process.env[SWITCH] = '1';

/** @throws Error in a thread whose main thread did not import this module before it started the thread */
export function requireNoTelemetry(): void {
  if (process.env[SWITCH] !== '1')
    throw new Error(
      `${SWITCH} is not set: import no-telemetry.ts in the main thread before it starts this one`,
    );
}
