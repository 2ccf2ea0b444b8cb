import '../local/start/quiet-sdk.ts';
import { startLocalStack } from '../local/start/local-stack.ts';

/** Addresses of the measured process. */
export interface ServerReady {
  /** Milliseconds from the start of the process, including loading the modules. */
  readonly ready_ms: number;
  readonly endpoint: string;
  readonly region: string;
  readonly apiUrl: string;
  readonly userPoolId: string;
  readonly endUserClientId: string;
  readonly token: string;
}

/** The local stack in a process of its own, so that its memory and its CPU are not the bench's. */
async function main(): Promise<void> {
  const [cdkOut = '', dataDir = ''] = process.argv.slice(2);
  const stack = await startLocalStack({ cdkOut, dataDir, port: 0, log: () => {} });
  const ready_ms = performance.now();
  const { endpoint, region, apiUrl, userPoolId, endUserClientId } = stack;
  const token = await stack.tokens.user('sam');
  const ready: ServerReady = { ready_ms, endpoint, region, apiUrl, userPoolId, endUserClientId, token };
  process.send?.(ready);
  process.once('disconnect', async () => {
    await stack.close();
    process.exit(0);
  });
}

await main();
