import { join } from 'node:path';
import { localCertificate } from '@face-idv/local-rekognition';
import { ADMIN_PATH, answerAdmin, type CloudStatus } from './admin.ts';
import { type Clock, systemClock } from './clock.ts';
import { lockData } from './data-lock.ts';
import { createDispatcher, type HttpRequest } from './dispatcher.ts';
import type { CloudResponse, TemplateResource } from './emulator.ts';
import { servePages } from './local-pages.ts';
import type { Log } from './log.ts';
import { notEmulated } from './not-emulated.ts';
import type { RekognitionSettings } from './rekognition/rekognition-emulator.ts';
import { type CloudServer, type Handlers, listen } from './server.ts';
import { openServices } from './services.ts';
import { checkNames } from './taken-names.ts';
import { LOCAL_ACCOUNT_ID, readTemplates } from './template.ts';
import { templateChanges } from './template-changes.ts';

export interface LocalCloudOptions {
  /** Directory that `cdk synth` wrote. */
  readonly cdkOut: string;
  /** Where everything is kept that survives a restart. */
  readonly dataDir: string;
  /** Port on the loopback interface; 0 picks a free one. */
  readonly port: number;
  /** @default - the machine's clock */
  readonly clock?: Clock;
  readonly log: Log;
  /** Origin of the templates that pages on any port of this machine stand for. @default - none */
  readonly pageOrigin?: string;
  /** Answers a request for a page on the cloud's own origin, and nothing to any other. @default - no pages */
  readonly pages?: (request: HttpRequest) => Promise<CloudResponse | undefined>;
  /** Serves one more interface than the loopback, over TLS. @default - none */
  readonly lan?: LanAccess;
  readonly rekognition?: RekognitionSettings;
}

/** Access of other machines, such as a phone, to some of the cloud: all of it would be anybody's. */
export interface LanAccess {
  /** IPv4 address of this machine on the network. */
  readonly address: string;
  /** Whether a request is let through; liveness streams always are. */
  lets(request: HttpRequest): boolean;
}

export interface LocalCloud {
  /** Endpoint for the SDK and the aws CLI; no trailing slash. */
  readonly endpoint: string;
  /**
   * Where the liveness stream is opened: `wss:`, one port above where
   * that is free; certificate in `{dataDir}/certificate/ca.pem`.
   */
  readonly livenessStreamEndpoint: string;
  /** Where other machines reach the cloud; absent unless asked for. */
  readonly lanEndpoint?: string;
  readonly region: string;
  /** API name -> URL of its stage. */
  readonly apiUrls: Readonly<Record<string, string>>;
  /** Stack name -> output name -> value. */
  readonly outputs: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Everything that the templates declare. */
  readonly resources: readonly TemplateResource[];
  /** Resources that are not run: one line per type or resource, with the reason. */
  readonly notEmulated: readonly string[];
  /**
   * Changes of the templates since the last start on the same data; the data of removed resources is kept.
   */
  readonly templateChanges: readonly string[];
  close(): Promise<void>;
}

/**
 * Boots every service on one port, creates what the synthesized templates declare and resumes what the last
 * process left unfinished. Starting again on the same `dataDir` finds everything as it was.
 * @throws Error when the port is taken or the cloud assembly cannot be read.
 */
export async function startLocalCloud(options: LocalCloudOptions): Promise<LocalCloud> {
  const server = await listen(options.port);
  const closers = [() => server.close()];
  let unlock = async (): Promise<void> => {};
  const close = async (): Promise<void> => {
    for (const closer of closers) await closer();
    await unlock();
  };
  try {
    unlock = await lockData(options.dataDir, server.endpoint);
    const stream = await listenForStreams(options);
    closers.push(() => stream.close());
    const lan = options.lan ? await listenForOthers(options, options.lan) : undefined;
    if (lan) closers.push(() => lan.close());
    const { handlers, closeServices, ...cloud } = await boot(options, {
      endpoint: server.endpoint,
      livenessStreamEndpoint: stream.endpoint.replace('https:', 'wss:'),
    });
    closers.push(closeServices);
    server.serve(handlers);
    stream.serve(handlers);
    if (lan && options.lan) lan.serve(restricted(handlers, options.lan));
    return { ...cloud, ...(lan ? { lanEndpoint: lan.endpoint } : {}), close };
  } catch (error) {
    await close();
    throw error;
  }
}

interface Addresses {
  readonly endpoint: string;
  readonly livenessStreamEndpoint: string;
}

type BootedCloud = Omit<LocalCloud, 'close' | 'lanEndpoint'> & {
  readonly handlers: Handlers;
  readonly closeServices: () => Promise<void>;
};

/**
 * Browsers open the liveness stream over TLS only, so this machine has a certificate of its own. The stream
 * is found by asking for its address, so where the next port is taken any other one does.
 */
async function listenForStreams({
  dataDir,
  port,
  clock = systemClock,
}: LocalCloudOptions): Promise<CloudServer> {
  const certificate = await localCertificate(join(dataDir, 'certificate'), clock.now());
  if (port === 0) return listen(0, certificate);
  return listen(port + 1, certificate).catch(() => listen(0, certificate));
}

/** Listens two ports above the cloud's: a browser remembers its exception for an address with its port. */
async function listenForOthers(
  { dataDir, port, clock = systemClock }: LocalCloudOptions,
  { address }: LanAccess,
): Promise<CloudServer> {
  const certificate = await localCertificate(join(dataDir, 'certificate-lan'), clock.now(), address);
  return listen(port === 0 ? 0 : port + 2, certificate, address);
}

const restricted = ({ handle, upgrade }: Handlers, { lets }: LanAccess): Handlers => ({
  upgrade,
  handle: async (request) =>
    lets(request) ? handle(request) : { status: 403, headers: {}, body: 'not served to other machines' },
});

/** Opens the services, creates their resources and starts what runs by itself. */
async function boot(
  options: LocalCloudOptions,
  { endpoint, livenessStreamEndpoint }: Addresses,
): Promise<BootedCloud> {
  const { dataDir, log, clock = systemClock } = options;
  const startedAt = new Date(clock.now()).toISOString();
  const template = await readTemplates(options.cdkOut, endpoint);
  const { resources, outputs, region } = template;
  const names = await checkNames(dataDir, resources);
  const services = await openServices({
    template,
    endpoint,
    dataDir,
    clock,
    log,
    accountId: LOCAL_ACCOUNT_ID,
    rekognition: options.rekognition ?? {},
  });
  const { emulators, apiGateway, iam, cloudWatch, rekognition } = services;
  const dispatcher = createDispatcher({
    emulators,
    authorizer: iam,
    isStage: (segment) => apiGateway.isStage(segment),
    log,
  });
  services.connect(dispatcher);
  for (const emulator of emulators) {
    await emulator.provision(resources.filter(({ type }) => emulator.resourceTypes.includes(type)));
  }
  await names.save();
  const skipped = [...(await services.start()), ...notEmulated(resources, emulators)];
  const changes = await templateChanges(dataDir, resources);
  for (const line of changes) log({ level: 'info', source: 'templates', message: line });
  for (const line of skipped) log({ level: 'info', source: 'templates', message: `not emulated: ${line}` });

  const stages = Object.entries(apiGateway.stages());
  const apiUrls = Object.fromEntries(stages.map(([name, path]) => [name, `${endpoint}${path}`]));
  const status = (): CloudStatus => ({
    endpoint,
    liveness_stream: livenessStreamEndpoint,
    region,
    process_id: process.pid,
    started_at: startedAt,
    resident_mb: Math.round(process.memoryUsage.rss() / 1e6),
    apis: apiUrls,
    outputs,
    resources: countTypes(resources),
    template_changes: changes,
    not_emulated: skipped,
  });
  const handle = options.pageOrigin ? servePages(options.pageOrigin, dispatcher.handle) : dispatcher.handle;
  return {
    endpoint,
    livenessStreamEndpoint,
    region,
    apiUrls,
    outputs,
    resources,
    notEmulated: skipped,
    templateChanges: changes,
    handlers: {
      handle: async (request) => {
        if (request.url.pathname.startsWith(ADMIN_PATH))
          return answerAdmin(request, { status, cloudWatch, rekognition });
        return (await options.pages?.(request)) ?? handle(request);
      },
      upgrade: (request, socket, head) => rekognition.upgrade(request, socket, head),
    },
    closeServices: () => services.close(),
  };
}

function countTypes(resources: readonly TemplateResource[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { type } of resources) counts[type] = (counts[type] ?? 0) + 1;
  return counts;
}
