import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type Clock,
  type LocalCloudOptions,
  type Log,
  StartRefused,
  startLocalCloud,
} from '@face-idv/local-aws';
import { InputError } from '../demo/photo.ts';
import { serveOpsData } from '../pages/ops-data.ts';
import { pageConfig } from '../pages/page-config.ts';
import { letsPhones } from '../pages/phone-access.ts';
import { serveSite } from '../pages/serve-site.ts';
import { type DemoTokens, demoTokens, type IdentityAddress, seedDemoAccounts } from './demo-accounts.ts';
import { LOCAL_PAGE_ORIGIN } from './places.ts';

export interface LocalStackOptions {
  /** Cloud assembly of the stage `local`. */
  readonly cdkOut: string;
  /** Folder for the state; kept across restarts. */
  readonly dataDir: string;
  /** 0 picks a free one. */
  readonly port: number;
  readonly log: Log;
  readonly clock?: Clock;
  /** Folder of the pages to serve beside the API. @default - none */
  readonly pages?: string;
  /** IPv4 address by which a phone in the same network opens the pages. @default - none */
  readonly lanAddress?: string;
  readonly rekognition?: LocalCloudOptions['rekognition'];
}

/** Addresses that a caller of the product needs. */
export interface StackAddress extends IdentityAddress {
  /** With the stage and a trailing slash. */
  readonly apiUrl: string;
}

/** The product, running on this machine. */
export interface LocalStack extends StackAddress {
  readonly tokens: DemoTokens;
  /** Where browsers stream liveness checks, over TLS. */
  readonly livenessStreamEndpoint: string;
  /** Where a phone in the same network opens the pages; absent unless asked for. */
  readonly lanEndpoint?: string;
  /** Differences of the templates from the last start on the same data. */
  readonly templateChanges: readonly string[];
  readonly notEmulated: readonly string[];
  close(): Promise<void>;
}

const RUNBOOK = new URL('../../docs/runbook.md', import.meta.url);

/** From a port that is taken to one to propose: beyond the port of its liveness stream. */
const OTHER_PORT = 10;

/**
 * Boots the local cloud from a cloud assembly and creates the demo accounts.
 * @throws InputError when the machine is not ready for it, such as a port that is taken
 */
export async function startLocalStack({
  cdkOut,
  dataDir,
  port,
  log,
  clock,
  pages,
  lanAddress,
  rekognition,
}: LocalStackOptions): Promise<LocalStack> {
  await mkdir(dataDir, { recursive: true });
  let address: StackAddress | undefined;
  let lanEndpoint: string | undefined;
  const site =
    pages === undefined
      ? undefined
      : await serveSite(pages, () => address && pageConfig(address, lanEndpoint));
  const opsData = serveOpsData(RUNBOOK, () => address);
  const cloud = await startLocalCloud({
    cdkOut,
    dataDir,
    port,
    log,
    pageOrigin: LOCAL_PAGE_ORIGIN,
    ...(clock ? { clock } : {}),
    ...(site ? { pages: async (request) => (await opsData(request)) ?? site(request) } : {}),
    ...(lanAddress === undefined ? {} : { lan: { address: lanAddress, lets: letsPhones } }),
    ...(rekognition ? { rekognition } : {}),
  }).catch((error: unknown) => {
    if (!(error instanceof StartRefused)) throw error;
    const isTaken = (error.cause as NodeJS.ErrnoException | undefined)?.code === 'EADDRINUSE';
    const hint = isTaken ? `, for example: PORT=${port + OTHER_PORT} npm start` : '';
    throw new InputError(`${error.message}${hint}`, { cause: error });
  });
  const output = (name: string): string => {
    const value = Object.values(cloud.outputs).find((outputs) => outputs[name] !== undefined)?.[name];
    if (value === undefined) throw new Error(`the templates have no output ${name}`);
    return value;
  };
  lanEndpoint = cloud.lanEndpoint;
  address = {
    endpoint: cloud.endpoint,
    region: cloud.region,
    apiUrl: output('ApiUrl'),
    userPoolId: output('UserPoolId'),
    endUserClientId: output('EndUserClientId'),
  };
  await seedDemoAccounts(address);
  return {
    ...address,
    tokens: demoTokens(address),
    livenessStreamEndpoint: cloud.livenessStreamEndpoint,
    ...(lanEndpoint === undefined ? {} : { lanEndpoint }),
    templateChanges: cloud.templateChanges,
    notEmulated: cloud.notEmulated,
    close: () => cloud.close(),
  };
}

const ADDRESS_FILE = 'running.json';

/** Lets other commands find a running stack; the returned function withdraws the notice. */
export async function announce(directory: string, stack: StackAddress): Promise<() => Promise<void>> {
  const { endpoint, region, apiUrl, userPoolId, endUserClientId } = stack;
  const file = join(directory, ADDRESS_FILE);
  await writeFile(file, JSON.stringify({ endpoint, region, apiUrl, userPoolId, endUserClientId }));
  return () => rm(file, { force: true });
}
