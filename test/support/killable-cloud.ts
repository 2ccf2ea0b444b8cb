import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compiledScript } from '@face-idv/local-rekognition/testing/compiled-script';
import { type VerificationApi, verificationApi } from '../../local/demo/verification-api.ts';
import { demoTokens, seedDemoAccounts } from '../../local/start/demo-accounts.ts';
import { synthesize } from '../../local/start/synthesize.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const SERVER = fileURLToPath(new URL('./crash-server.ts', import.meta.url));

interface Callers {
  readonly backend: VerificationApi;
  readonly operator: VerificationApi;
}

export interface Status {
  readonly region: string;
  readonly outputs: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** The local cloud with the product's stacks, in a process that is killed and started again. */
export interface KillableCloud {
  readonly endpoint: string;
  kill(): Promise<void>;
  /** Starts it on the port that it had. */
  start(): Promise<void>;
  status(): Promise<Status>;
  /** Signed in once after each start. */
  callers(): Promise<Callers>;
  /** Ends it for good and removes what it kept. */
  close(): Promise<void>;
}

export const outputOf = ({ outputs }: Status, pattern: RegExp): string => {
  const all = Object.values(outputs).flatMap((stack) => Object.entries(stack));
  const found = all.find(([name]) => pattern.test(name))?.[1];
  if (!found) throw new Error(`no output matches ${pattern}`);
  return found;
};

/** Shortens the timeouts of queues and functions in the templates of a cloud assembly. */
async function shortenTimeouts(
  { logicalIds, seconds }: NonNullable<KillableCloudOptions['shortened']>,
  cdkOut: string,
): Promise<void> {
  const files = (await readdir(cdkOut)).filter((name) => name.endsWith('.template.json'));
  for (const file of files.map((name) => join(cdkOut, name))) {
    const template = JSON.parse(await readFile(file, 'utf8')) as Template;
    for (const [id, { Properties = {} }] of Object.entries(template.Resources ?? {}))
      for (const timeout of ['Timeout', 'VisibilityTimeout'] as const) {
        const current = Properties[timeout];
        if (logicalIds.test(id) && typeof current === 'number')
          Properties[timeout] = Math.min(seconds, current);
      }
    await writeFile(file, JSON.stringify(template));
  }
}

interface Template {
  readonly Resources?: Readonly<Record<string, { readonly Properties?: Record<string, unknown> }>>;
}

export interface KillableCloudOptions {
  /** Context of the CDK, beside that of `npm start`. @default - none */
  readonly context?: Readonly<Record<string, string>>;
  /** What its faces are: a color is quick, and a photo takes the real engine. @default 'colors' */
  readonly faces?: 'colors' | 'photos';
  /**
   * Queues and functions by their logical ids, and their longest timeout: what a killed function held is
   * delivered again after that time, in place of up to half an hour. @default - as deployed
   */
  readonly shortened?: { readonly logicalIds: RegExp; readonly seconds: number };
}

export async function startKillableCloud({
  context = {},
  faces = 'colors',
  shortened,
}: KillableCloudOptions = {}): Promise<KillableCloud> {
  const synthesis = await synthesize(root, join(root, '.local'), context);
  // a copy of its own, within the project where bundles find their packages: a later synthesis replaces the shared one
  const cdkOut = join(root, '.local', `killable-${process.pid}`);
  await cp(synthesis.cdkOut, cdkOut, { recursive: true });
  if (shortened) await shortenTimeouts(shortened, cdkOut);
  const dataDir = await mkdtemp(join(tmpdir(), 'killable-'));
  const program = await compiledScript(SERVER);
  let server: ChildProcess | undefined;
  let endpoint = 'http://127.0.0.1:0';
  let callers: Promise<Callers> | undefined;

  const start = async () => {
    const child = fork(program, [cdkOut, dataDir, new URL(endpoint).port, faces], { execArgv: [] });
    server = child;
    const early = once(child, 'exit').then(([code]) => {
      throw new Error(`the local cloud did not start: its process ended with ${code}`);
    });
    // once it has started, its end is what the test brings about
    early.catch(() => {});
    const [message] = (await Promise.race([once(child, 'message'), early])) as [{ endpoint: string }];
    endpoint = message.endpoint;
    callers = undefined;
  };
  const kill = async () => {
    server?.kill('SIGKILL');
    if (server && server.signalCode === null) await once(server, 'exit');
  };
  const status = async () => (await (await fetch(`${endpoint}/_local/status`)).json()) as Status;

  const signIn = async (): Promise<Callers> => {
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
  };

  await start();
  return {
    get endpoint() {
      return endpoint;
    },
    kill,
    start,
    status,
    callers: () => (callers ??= signIn()),
    async close() {
      await kill();
      await rm(dataDir, { recursive: true, force: true });
      await rm(cdkOut, { recursive: true, force: true });
    },
  };
}
