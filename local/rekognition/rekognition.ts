import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { systemClock } from './clock.ts';
import { CollectionRegistry } from './collections/collection-registry.ts';
import { CallCounters } from './controls/call-counters.ts';
import { answerControls, CONTROLS_PATH, type Controls } from './controls/controls-api.ts';
import { FaultInjector } from './controls/faults.ts';
import { LatencyModel } from './controls/latency.ts';
import { type Quotas, RateLimiter } from './controls/quotas.ts';
import { lockDataDir } from './data-lock.ts';
import {
  CURRENT_FACE_MODEL_VERSION,
  type FaceEngine,
  type FaceModelVersion,
  openFaceEngine,
} from './faces/face-engine.ts';
import { createLiveness } from './liveness/liveness.ts';
import type { SecretOf } from './liveness/stream/stream-signature.ts';
import { AWS_LIMITS, type Limits, type OperationContext } from './operations/operation.ts';
import { isFaceOperation, runFaceOperation } from './operations/operations.ts';
import { parseJson } from './protocol/decode.ts';
import { errorResponse, operationOfTarget, outputResponse } from './protocol/messages.ts';
import { RekognitionError } from './rekognition-error.ts';
import type { Caller, Clock, ObjectStore, RekognitionRequest, RekognitionResponse } from './types.ts';

/** Amazon Rekognition's face, user and liveness API on this machine. */
export interface Rekognition {
  /** Answers one request: an operation of the API, or a control below `/_local/rekognition/`. Never rejects. */
  handle(request: RekognitionRequest): Promise<RekognitionResponse>;
  /**
   * Creates a collection that a template declares; one that is there stays as it is. It meets no quota and is no
   * call of anybody's.
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
  /** Threads that analyse images side by side. @default 1 */
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
  /** Told of faults of our own, which callers see as InternalServerError. @default - a warning of the process */
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

  const operationNamed = (name: string) => {
    const livenessOperation = Object.hasOwn(liveness.operations, name)
      ? liveness.operations[name]
      : undefined;
    if (livenessOperation)
      return (body: Buffer, caller: Caller) => livenessOperation(parseJson(body), caller);
    if (isFaceOperation(name)) return (body: Buffer) => runFaceOperation(name, body, context);
    return undefined;
  };

  const carryOut = async (name: string, body: Buffer, caller: Caller): Promise<unknown> => {
    const run = operationNamed(name);
    if (!run) throw new RekognitionError('UnknownOperationException', `${name} is not emulated`);
    controls.quotas.take(name, clock.now());
    const fault = controls.faults.drawFor(name);
    if (fault.before) throw fault.before;
    const output = await run(body, caller);
    if (fault.after) throw fault.after;
    return output;
  };

  const answerOperation = async (name: string, request: RekognitionRequest): Promise<RekognitionResponse> => {
    const caller = callerOf(request);
    const startedAt = clock.now();
    const latencyMs = controls.latency.draw(name);
    try {
      const output = await carryOut(name, request.body, caller);
      controls.counters.countSuccess(name);
      const remainingMs = latencyMs - (clock.now() - startedAt);
      if (remainingMs > 0) await clock.sleep(remainingMs);
      return outputResponse(output, caller.requestId);
    } catch (caught) {
      const error = asRekognitionError(caught, onFault);
      if (operationNamed(name)) controls.counters.countError(name, error.code);
      return errorResponse(error, caller.requestId);
    }
  };

  return {
    handle: async (request) => {
      try {
        if (request.url.pathname.startsWith(CONTROLS_PATH)) {
          return (await liveness.admin(request)) ?? answerControls(request, controls);
        }
        const name = operationOfTarget(headerOf(request, 'x-amz-target')) ?? '';
        return await answerOperation(name, request);
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

function callerOf(request: RekognitionRequest): Caller {
  const credential = /Credential=([^/,\s]+)/.exec(headerOf(request, 'authorization') ?? '');
  return { accessKeyId: credential?.[1], requestId: randomUUID() };
}

function headerOf({ headers }: RekognitionRequest, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}

function asRekognitionError(caught: unknown, onFault: (fault: Error) => void): RekognitionError {
  if (caught instanceof RekognitionError) return caught;
  onFault(caught instanceof Error ? caught : new Error('an operation failed', { cause: caught }));
  return new RekognitionError('InternalServerError', 'Internal server error', { cause: caught });
}
