import { createDispatcher } from '../dispatcher.ts';
import type { Emulator } from '../emulator.ts';
import { OWNER } from '../principal.ts';
import { listen } from '../server.ts';
import { type DirectHandler, directHandler } from './direct-handler.ts';

/** One emulator behind the local cloud's own server, as the SDK sees it. */
export interface ServedEmulator {
  /** Settings of every SDK client in a test; the path style only matters to S3. */
  readonly clientConfig: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  };
  /** The same without a socket and a signature, for tests that make thousands of requests. */
  readonly directConfig: ServedEmulator['clientConfig'] & {
    readonly requestHandler: DirectHandler;
    readonly signer: { sign<Request>(request: Request): Promise<Request> };
  };
  close(): Promise<void>;
}

export const REGION = 'us-east-1';
export const ACCOUNT_ID = '000000000000';
export const CREDENTIALS = { accessKeyId: 'LOCAL', secretAccessKey: 'LOCALSECRET' };

/** Serves an emulator on a free port to its owner, without asking for permissions. */
export async function serveEmulator(emulator: Emulator): Promise<ServedEmulator> {
  const server = await listen(0);
  // what would be asked of IAM costs as much as many an answer
  const { accessChecks: _unasked, ...unguarded } = emulator;
  const dispatcher = createDispatcher({
    emulators: [unguarded],
    authorizer: { principalOf: () => OWNER, authorize: () => {} },
    isStage: () => false,
    log: () => {},
  });
  server.serve({ handle: dispatcher.handle, upgrade: (_request, socket) => socket.destroy() });
  const clientConfig = { endpoint: server.endpoint, region: REGION, credentials: CREDENTIALS };
  return {
    clientConfig,
    directConfig: {
      ...clientConfig,
      requestHandler: directHandler(dispatcher.handle),
      signer: { sign: async (request) => request },
    },
    close: async () => {
      await server.close();
      await emulator.close();
    },
  };
}
