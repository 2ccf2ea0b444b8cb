import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Clock, systemClock } from '@face-idv/local-aws';
import { afterAll, beforeAll } from 'vitest';
import { type VerificationApi, verificationApi } from '../../local/demo/verification-api.ts';
import { type LocalStack, startLocalStack } from '../../local/start/local-stack.ts';
import { synthesize } from '../../local/start/synthesize.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A clock that runs with the machine's and can be put forward, for what happens after minutes. */
export function anAdvancingClock(): Clock & { advance(ms: number): void } {
  let ahead = 0;
  return {
    ...systemClock,
    now: () => Date.now() + ahead,
    advance: (ms) => {
      ahead += ms;
    },
  };
}

export interface FlowStack {
  readonly stack: LocalStack;
  /** Cloud assembly that the stack was started from. */
  readonly cdkOut: string;
  readonly clock: ReturnType<typeof anAdvancingClock>;
  /** The end user `sam`. */
  readonly sam: VerificationApi;
  /** The operator `olivia`. */
  readonly operator: VerificationApi;
  /** The tenant's backend, which acts for any user. */
  readonly backend: VerificationApi;
}

/**
 * One stack for all tests of a file, in a folder of its own that is removed afterwards.
 * @param context of the CDK, beside that of `npm start`
 */
export function withFlowStack(context: Readonly<Record<string, string>> = {}): FlowStack {
  const clock = anAdvancingClock();
  let running: { stack: LocalStack; cdkOut: string; dataDir: string } | undefined;
  beforeAll(async () => {
    const { cdkOut } = await synthesize(root, join(root, '.local'), context);
    const dataDir = await mkdtemp(join(tmpdir(), 'face-idv-flow-'));
    const stack = await startLocalStack({ cdkOut, dataDir, port: 0, log: () => {}, clock });
    await liftQuotasOfObservers(stack, stack.region);
    running = { stack, cdkOut, dataDir };
  });
  afterAll(async () => {
    await running?.stack.close();
    if (running) await rm(running.dataDir, { recursive: true, force: true });
  });
  const current = () => {
    if (!running) throw new Error('the stack is not up yet');
    return running;
  };
  const stack = () => current().stack;
  const api = (token: (current: LocalStack) => Promise<string>): VerificationApi => {
    const caller = () => verificationApi(stack().apiUrl, () => token(stack()));
    return {
      get: (path) => caller().get(path),
      post: (path, body) => caller().post(path, body),
      delete: (path) => caller().delete(path),
    };
  };
  return {
    get stack() {
      return stack();
    },
    get cdkOut() {
      return current().cdkOut;
    },
    clock,
    sam: api(({ tokens }) => tokens.user('sam')),
    operator: api(({ tokens }) => tokens.user('olivia')),
    backend: api(({ tokens }) => tokens.backend()),
  };
}

/** Operations that tests look into collections with, oftener than any operator would. */
const OBSERVING = ['DescribeCollection', 'ListCollections', 'ListFaces'];

/** Every other operation keeps the quota that AWS has by default in that region. */
export async function liftQuotasOfObservers({ endpoint }: LocalStack, region: string): Promise<void> {
  const url = `${endpoint}/_local/rekognition/quotas?region=${region}`;
  const { quotas } = (await (await fetch(url)).json()) as { readonly quotas: Record<string, number> };
  const kept = Object.entries(quotas).filter(([operation]) => !OBSERVING.includes(operation));
  await fetch(url, { method: 'PUT', body: JSON.stringify({ quotas: Object.fromEntries(kept) }) });
}
