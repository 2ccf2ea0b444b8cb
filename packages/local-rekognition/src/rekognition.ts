import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { asRekognitionError, createCallHandler } from './call-handler.ts';
import { systemClock } from './clock.ts';
import { CollectionRegistry } from './collections/collection-registry.ts';
import { CallCounters } from './controls/call-counters.ts';
import { answerControls, CONTROLS_PATH, type Controls } from './controls/controls-api.ts';
import { FaultInjector } from './controls/faults.ts';
import { LatencyModel } from './controls/latency.ts';
import { type Quotas, RateLimiter } from './controls/quotas.ts';
import { RecentCalls } from './controls/recent-calls.ts';
import { lockDataDir } from './data-lock.ts';
import { CURRENT_FACE_MODEL_VERSION, type FaceModelVersion } from './faces/analysis.ts';
import { type FaceEngine, openFaceEngine } from './faces/face-engine.ts';
import { createLiveness } from './liveness/liveness.ts';
import type { SecretOf } from './liveness/stream/stream-signature.ts';
import { AWS_LIMITS, type Limits, type OperationContext } from './operations/operation.ts';
import { FACE_OPERATIONS, isFaceOperation, runFaceOperation } from './operations/operations.ts';
import { parseJson } from './protocol/decode.ts';
import { errorResponse } from './protocol/messages.ts';
import { RekognitionError } from './rekognition-error.ts';
import type { Clock, ObjectStore, RekognitionRequest, RekognitionResponse } from './types.ts';

/** Amazon Rekognition's face, user and liveness API on this machine. */
export interface Rekognition {
  /** Names of the operations that it answers, the stream among them. */
  readonly operations: readonly string[];
  /**
   * Answers one request: an operation of the API, or a control below `/_local/rekognition/`. Never rejects.
   */
  handle(request: RekognitionRequest): Promise<RekognitionResponse>;
  /**
   * Creates a collection that a template declares; does nothing if it
   * exists. It is not subject to quotas and not counted as a call.
   */
  ensureCollection(collectionId: string, tags: Readonly<Record<string, string>>): Promise<void>;
  /** Takes over a connection that asks for the liveness stream. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Finishes writes, closes files, ends the engine's threads. */
  close(): Promise<void>;
}

export interface RekognitionOptions {
  /** Where collections, sessions and converted models are kept; made when missing. */
  readonly dataDir: string;
  readonly objects: ObjectStore;
  readonly region: string;
  readonly accountId: string;
  /** @default - the machine's clock */
  readonly clock?: Clock;
  /** Threads that analyze images side by side. @default 1 */
  readonly workers?: number;
  /** @default 'aws' */
  readonly quotas?: Quotas;
  /** The version that new collections are pinned to. @default - the current one */
  readonly faceModelVersion?: FaceModelVersion;
  /** @default - AWS's */
  readonly limits?: Limits;
  /** Finds and compares faces. @default - the real engine, with its models below dataDir */
  readonly engine?: FaceEngine;
  /** Secret keys of who may open a liveness stream. @default - one local pair of keys */
  readonly secretOf?: SecretOf;
  /** Numbers from 0 up to but not including 1, for faults and latency. @default Math.random */
  readonly random?: () => number;
  /**
   * Logs internal errors, which callers see as InternalServerError.
   * @default - a warning of the process
   */
  readonly onFault?: (fault: Error) => void;
}

export async function openRekognition(options: RekognitionOptions): Promise<Rekognition> {
  const { dataDir, objects, region, accountId } = options;
  const clock = options.clock ?? systemClock;
  const random = options.random ?? Math.random;
  const onFault = options.onFault ?? ((fault) => process.emitWarning(fault));
  const unlock = await lockDataDir(dataDir);
  const engine =
    options.engine ??
    (await openFaceEngine({ modelsDir: join(dataDir, 'models'), workers: options.workers ?? 1 }));
  const registry = await CollectionRegistry.open({
    directory: join(dataDir, 'collections'),
    dimensionsOf: (version) => engine.embeddingSize(version),
  });
  const { secretOf } = options;
  const liveness = await createLiveness({
    dataDir,
    engine,
    objects,
    clock,
    region,
    ...(secretOf ? { secretOf } : {}),
  });
  const controls: Controls = {
    counters: new CallCounters(),
    recentCalls: new RecentCalls(),
    faults: new FaultInjector(random),
    latency: new LatencyModel(random),
    quotas: new RateLimiter(region, options.quotas ?? 'aws'),
    faceModelVersion: { current: options.faceModelVersion ?? CURRENT_FACE_MODEL_VERSION },
  };
  const context: OperationContext = {
    engine,
    registry,
    objects,
    clock,
    region,
    accountId,
    limits: options.limits ?? AWS_LIMITS,
    newestFaceModelVersion: () => controls.faceModelVersion.current,
  };

  const call = createCallHandler({
    operationNamed: (name) => {
      const ofLiveness = Object.hasOwn(liveness.operations, name) ? liveness.operations[name] : undefined;
      if (ofLiveness) return (body, caller) => ofLiveness(parseJson(body), caller);
      return isFaceOperation(name) ? (body) => runFaceOperation(name, body, context) : undefined;
    },
    controls,
    clock,
    onFault,
  });

  return {
    operations: [...FACE_OPERATIONS, ...Object.keys(liveness.operations), 'StartFaceLivenessSession'],
    handle: async (request) => {
      if (!request.url.pathname.startsWith(CONTROLS_PATH)) return call(request);
      try {
        return (await liveness.admin(request)) ?? answerControls(request, controls);
      } catch (caught) {
        return errorResponse(asRekognitionError(caught, onFault), randomUUID());
      }
    },
    ensureCollection: async (collectionId, tags) => {
      const body = Buffer.from(JSON.stringify({ CollectionId: collectionId, Tags: tags }));
      try {
        await runFaceOperation('CreateCollection', body, context);
      } catch (error) {
        const there = error instanceof RekognitionError && error.code === 'ResourceAlreadyExistsException';
        if (!there) throw error;
      }
    },
    upgrade: (request, socket, head) => liveness.upgrade(request, socket, head),
    close: async () => {
      await liveness.close();
      await registry.close();
      await engine.close();
      await unlock();
    },
  };
}
