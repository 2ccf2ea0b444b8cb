import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compiledScript } from '@face-idv/local-rekognition/testing/compiled-script';
import { type VerificationApi, verificationApi } from '../../local/demo/verification-api.ts';
import { demoTokens, seedDemoAccounts } from '../../local/start/demo-accounts.ts';
import { synthesize } from '../../local/start/synthesize.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const SERVER = fileURLToPath(new URL('./crash-server.ts', import.meta.url));

export interface Status {
  readonly region: string;
  readonly outputs: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** The local cloud with the product's stacks, in a process that is killed and started again; colors are its faces. */
export interface KillableCloud {
  readonly endpoint: string;
  kill(): Promise<void>;
  /** Starts it on the port that it had. */
  start(): Promise<void>;
  status(): Promise<Status>;
  callers(): Promise<{ readonly backend: VerificationApi; readonly operator: VerificationApi }>;
  /** Ends it for good and removes what it kept. */
  close(): Promise<void>;
}

export const outputOf = ({ outputs }: Status, pattern: RegExp): string => {
  const all = Object.values(outputs).flatMap((stack) => Object.entries(stack));
  const found = all.find(([name]) => pattern.test(name))?.[1];
  if (!found) throw new Error(`no output matches ${pattern}`);
  return found;
};

export async function startKillableCloud(): Promise<KillableCloud> {
  const synthesis = await synthesize(root, join(root, '.local'));
  // a copy of its own, within the project where bundles find their packages: a later synthesis replaces the shared one
  const cdkOut = join(root, '.local', `killable-${process.pid}`);
  await cp(synthesis.cdkOut, cdkOut, { recursive: true });
  const dataDir = await mkdtemp(join(tmpdir(), 'killable-'));
  const program = await compiledScript(SERVER);
  let server: ChildProcess | undefined;
  let endpoint = 'http://127.0.0.1:0';

  const start = async () => {
    const child = fork(program, [cdkOut, dataDir, new URL(endpoint).port], { execArgv: [] });
    server = child;
    const early = once(child, 'exit').then(([code]) => {
      throw new Error(`the local cloud did not start: its process ended with ${code}`);
    });
    // once it has started, its end is what the test brings about
    early.catch(() => {});
    const [message] = (await Promise.race([once(child, 'message'), early])) as [{ endpoint: string }];
    endpoint = message.endpoint;
  };
  const kill = async () => {
    server?.kill('SIGKILL');
    if (server && server.signalCode === null) await once(server, 'exit');
  };
  const status = async () => (await (await fetch(`${endpoint}/_local/status`)).json()) as Status;

  await start();
  return {
    get endpoint() {
      return endpoint;
    },
    kill,
    start,
    status,
    async callers() {
      const current = await status();
      const address = {
        endpoint,
        region: current.region,
        userPoolId: outputOf(current, /UserPoolId$/),
        endUserClientId: outputOf(current, /EndUserClientId$/),
      };
      await seedDemoAccounts(address);
      const tokens = demoTokens(address);
      const apiUrl = outputOf(current, /ApiUrl$/);
      return {
        backend: verificationApi(apiUrl, () => tokens.backend()),
        operator: verificationApi(apiUrl, () => tokens.user('olivia')),
      };
    },
    async close() {
      await kill();
      await rm(dataDir, { recursive: true, force: true });
      await rm(cdkOut, { recursive: true, force: true });
    },
  };
}
