import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type FaceEngine, type ObjectStore, openRekognition, type Quotas } from '@face-idv/local-rekognition';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import type { AccessCheck, CloudRequest, CloudResponse, Emulator, TemplateResource } from '../emulator.ts';
import type { Log } from '../log.ts';

export interface RekognitionEmulatorOptions {
  readonly dataDir: string;
  readonly clock: Clock;
  readonly region: string;
  readonly accountId: string;
  readonly objects: ObjectStore;
  readonly settings: RekognitionSettings;
  /** Secret of the key that a liveness stream is signed with; undefined for one that may not open it. */
  readonly secretOf: (accessKeyId: string, sessionToken: string | undefined) => string | undefined;
  readonly log: Log;
}

export interface RekognitionSettings {
  /** @default 'aws' */
  readonly quotas?: Quotas;
  /** Threads that analyze images. @default 1 */
  readonly workers?: number;
  /** Finds and compares faces. @default - the real engine */
  readonly engine?: FaceEngine;
}

export interface RekognitionEmulator extends Emulator {
  /** Answers what is asked below `/_local/rekognition/`. */
  control(request: Pick<CloudRequest, 'method' | 'url' | 'headers' | 'body'>): Promise<CloudResponse>;
  /** Takes over a connection that asks for the liveness stream. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
}

export const COLLECTION_TYPE = 'AWS::Rekognition::Collection';

/**
 * Operations for which IAM knows no resource.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonrekognition.html
 */
const WITHOUT_RESOURCE: readonly string[] = [
  'CompareFaces',
  'CreateCollection',
  'CreateFaceLivenessSession',
  'DetectFaces',
  'GetFaceLivenessSessionResults',
  'ListCollections',
  'StartFaceLivenessSession',
];

/**
 * The local Rekognition as one of the cloud's services: collections of the templates, images in the local S3.
 */
export async function createRekognition(options: RekognitionEmulatorOptions): Promise<RekognitionEmulator> {
  const { dataDir, clock, region, accountId, objects, settings, secretOf, log } = options;
  const rekognition = await openRekognition({
    dataDir: `${dataDir}/rekognition`,
    objects,
    region,
    accountId,
    clock,
    ...settings,
    secretOf,
    onFault: (fault) => log({ level: 'error', source: 'rekognition', message: fault.stack ?? fault.message }),
  });

  // not through the API: a start would run into the quota of CreateCollection after five of them
  const createCollection = async ({ ref, properties }: TemplateResource): Promise<void> => {
    const tags = (properties.Tags ?? []) as readonly { readonly Key: string; readonly Value: string }[];
    await rekognition.ensureCollection(ref, Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value])));
  };

  return {
    service: 'rekognition',
    operations: rekognition.operations,
    resourceTypes: [COLLECTION_TYPE],
    provision: async (resources) => {
      for (const resource of resources) await createCollection(resource);
    },
    accessChecks: (request) => accessChecks(request, region, accountId),
    handle: (request) => rekognition.handle(request),
    control: (request) => rekognition.handle(request),
    upgrade: (request, socket, head) => rekognition.upgrade(request, socket, head),
    close: () => rekognition.close(),
  };
}

const IMAGE = z.object({
  S3Object: z.object({ Bucket: z.string(), Name: z.string(), Version: z.string() }).partial().optional(),
});

/** Members of requests that name what IAM must allow. */
const NAMED_RESOURCES = z
  .object({
    CollectionId: z.string(),
    Tags: z.record(z.string(), z.string()),
    Image: IMAGE,
    SourceImage: IMAGE,
    TargetImage: IMAGE,
    Settings: z.object({
      OutputConfig: z.object({ S3Bucket: z.string(), S3KeyPrefix: z.string() }).partial().optional(),
    }),
  })
  .partial();

/** The action itself, and the images that Rekognition reads and writes with the caller's rights. */
function accessChecks(request: CloudRequest, region: string, accountId: string): AccessCheck[] {
  const operation = request.operation ?? '';
  const input = parsed(request.body);
  const collection = `arn:aws:rekognition:${region}:${accountId}:collection/${input.CollectionId}`;
  const tags = Object.entries(input.Tags ?? {});
  const tagging =
    tags.length === 0
      ? {}
      : {
          context: {
            'aws:TagKeys': tags.map(([key]) => key),
            ...Object.fromEntries(tags.map(([key, value]) => [`aws:RequestTag/${key}`, value])),
          },
        };
  const checks: AccessCheck[] = [
    {
      action: `rekognition:${operation}`,
      resource: WITHOUT_RESOURCE.includes(operation) ? '*' : collection,
      ...tagging,
    },
  ];
  // API reference, CreateCollection: tags need a permission of their own
  if (operation === 'CreateCollection' && tags.length > 0)
    checks.push({ action: 'rekognition:TagResource', resource: collection, ...tagging });
  for (const image of [input.Image, input.SourceImage, input.TargetImage]) {
    const object = image?.S3Object;
    if (!object) continue;
    const action = object.Version === undefined ? 's3:GetObject' : 's3:GetObjectVersion';
    checks.push({ action, resource: `arn:aws:s3:::${object.Bucket}/${object.Name}` });
  }
  const output = input.Settings?.OutputConfig;
  if (output)
    checks.push({
      action: 's3:PutObject',
      resource: `arn:aws:s3:::${output.S3Bucket}/${output.S3KeyPrefix ?? ''}*`,
    });
  return checks;
}

/** Parses a body; the service refuses one of the wrong shape itself, after IAM has checked the action. */
function parsed(body: Buffer): z.infer<typeof NAMED_RESOURCES> {
  try {
    return NAMED_RESOURCES.safeParse(JSON.parse(body.toString('utf8'))).data ?? {};
  } catch {
    return {};
  }
}
