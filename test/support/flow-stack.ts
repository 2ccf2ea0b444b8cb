import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Clock, systemClock } from '@face-idv/local-aws';
import { afterAll, beforeAll, expect } from 'vitest';
import { type VerificationApi, verificationApi } from '../../local/demo/verification-api.ts';
import { buildPages } from '../../local/pages/build-pages.ts';
import { type LocalStack, startLocalStack } from '../../local/start/local-stack.ts';
import { synthesize } from '../../local/start/synthesize.ts';
import { thePhotoEngine } from './photo-engine.ts';
import { storedFacesCome } from './rekognition-admin.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Somebody who waits for a time of the clock. */
interface Sleeper {
  end: number;
  wake(): void;
}

/**
 * A clock that runs with the machine's and can be put forward, for what happens after minutes. It can be set back
 * as well: who sleeps then sleeps no longer than without that.
 */
export function anAdvancingClock(): Clock & { advance(ms: number): void } {
  let ahead = 0;
  const sleepers = new Set<Sleeper>();
  const now = () => Date.now() + ahead;
  return {
    now,
    async sleep(ms, signal) {
      const sleeper: Sleeper = { end: now() + ms, wake: () => {} };
      sleepers.add(sleeper);
      try {
        while (now() < sleeper.end) await untilMoved(sleeper, sleeper.end - now(), signal);
      } finally {
        sleepers.delete(sleeper);
      }
    },
    advance(ms) {
      ahead += ms;
      for (const sleeper of [...sleepers]) {
        sleeper.end += Math.min(ms, 0);
        sleeper.wake();
      }
    },
  };
}

/** Sleeps for a time of the machine, or until the clock is moved. @throws the signal's reason */
async function untilMoved(sleeper: Sleeper, ms: number, signal: AbortSignal | undefined): Promise<void> {
  const moved = new AbortController();
  sleeper.wake = () => moved.abort();
  try {
    await systemClock.sleep(ms, signal ? AbortSignal.any([signal, moved.signal]) : moved.signal);
  } catch (error) {
    if (signal?.aborted || !moved.signal.aborted) throw signal?.reason ?? error;
  }
}

interface RunningStack {
  readonly stack: LocalStack;
  /** Cloud assembly that the stack was started from. */
  readonly cdkOut: string;
  readonly dataDir: string;
  readonly clock: ReturnType<typeof anAdvancingClock>;
}

export interface FlowStack extends Pick<RunningStack, 'stack' | 'cdkOut'> {
  /** The end user `sam`. */
  readonly sam: VerificationApi;
  /** The operator `olivia`. */
  readonly operator: VerificationApi;
  readonly reviewer: VerificationApi;
  readonly viewer: VerificationApi;
  /** The tenant's backend, which acts for any user. */
  readonly backend: VerificationApi;
  /** Users who may be enrolled since everybody was forgotten. */
  readonly registered: Set<string>;
}

/** A stack whose time a file may put forward, since nobody else waits on it. */
export interface OwnFlowStack extends FlowStack, Pick<RunningStack, 'clock'> {}

/**
 * A stack for the tests of a file alone, in a folder of its own that is removed afterwards.
 * @param context of the CDK, beside that of `npm start`
 */
export function withFlowStack(context: Readonly<Record<string, string>> = {}): OwnFlowStack {
  let running: RunningStack | undefined;
  beforeAll(async () => {
    running = await startFlowStack(context);
  });
  afterAll(async () => {
    await running?.stack.close();
    if (running) await rm(running.dataDir, { recursive: true, force: true });
  });
  return flowOn(() => running);
}

let shared: Promise<RunningStack> | undefined;

/**
 * The stack of all files in this process that leave it as they found it: its functions are loaded once, which takes
 * longer than most of these tests. Whom they registered through {@link FlowStack.registered} is forgotten afterwards,
 * and a file that leaves other faces fails.
 */
export function withSharedFlowStack(): FlowStack {
  return withSharedStack(() => startFlowStack({}));
}

/** The same with the pages, for the tests that open them in a browser. */
export function withSharedPageStack(): FlowStack {
  return withSharedStack(async () => startFlowStack({}, await buildPages(root, join(root, '.local'))));
}

function withSharedStack(start: () => Promise<RunningStack>): FlowStack {
  let running: RunningStack | undefined;
  beforeAll(async () => {
    shared ??= start().then((started) => {
      // Vitest ends the process so after its last file; a write under way may put a file into a folder just emptied
      process.once('SIGTERM', () => {
        rmSync(started.dataDir, { recursive: true, force: true, maxRetries: 3 });
        process.exit();
      });
      return started;
    });
    running = await shared;
  });
  const flow = flowOn(() => running);
  afterAll(async () => {
    await forgetEverybody(flow);
    await storedFacesCome(flow.stack, (faces) => expect(faces, 'left for the next file').toEqual([]));
  });
  return flow;
}

/** Deletes the faces of all who have registered, so that no test meets another's. */
export async function forgetEverybody({ operator, registered }: FlowStack): Promise<void> {
  for (const user of registered) {
    const { data } = await operator.get<{ data: { face_id: string }[] }>(`/users/${user}/faces`);
    for (const { face_id } of data) await operator.delete(`/users/${user}/faces/${face_id}`, 'test');
  }
  registered.clear();
}

async function startFlowStack(
  context: Readonly<Record<string, string>>,
  pages?: string,
): Promise<RunningStack> {
  const clock = anAdvancingClock();
  const { cdkOut } = await synthesize(root, join(root, '.local'), context);
  const dataDir = await mkdtemp(join(tmpdir(), 'face-idv-flow-'));
  const rekognition = { engine: await thePhotoEngine() };
  const stack = await startLocalStack({
    cdkOut,
    dataDir,
    port: 0,
    log: () => {},
    clock,
    rekognition,
    ...(pages === undefined ? {} : { pages }),
  });
  await liftQuotasOfObservers(stack, stack.region);
  return { stack, cdkOut, dataDir, clock };
}

function flowOn(running: () => RunningStack | undefined): OwnFlowStack {
  const current = () => {
    const found = running();
    if (!found) throw new Error('the stack is not up yet');
    return found;
  };
  const api = (token: (current: LocalStack) => Promise<string>): VerificationApi => {
    const caller = () => verificationApi(current().stack.apiUrl, () => token(current().stack));
    return {
      get: (path) => caller().get(path),
      post: (path, body, reason, key) => caller().post(path, body, reason, key),
      delete: (path, reason) => caller().delete(path, reason),
    };
  };
  return {
    get stack() {
      return current().stack;
    },
    get cdkOut() {
      return current().cdkOut;
    },
    get clock() {
      return current().clock;
    },
    sam: api(({ tokens }) => tokens.user('sam')),
    operator: api(({ tokens }) => tokens.user('olivia')),
    reviewer: api(({ tokens }) => tokens.user('rita')),
    viewer: api(({ tokens }) => tokens.user('victor')),
    backend: api(({ tokens }) => tokens.backend()),
    registered: new Set(),
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
