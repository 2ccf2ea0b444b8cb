import { z } from 'zod';
import type { FaceModelVersion } from '../faces/analysis.ts';
import { REKOGNITION_ERROR_CODES, type RekognitionErrorCode } from '../rekognition-error.ts';
import type { RekognitionRequest, RekognitionResponse } from '../types.ts';
import type { CallCounters } from './call-counters.ts';
import type { FaultInjector } from './faults.ts';
import { type LatencyModel, PLAUSIBLE_LATENCIES } from './latency.ts';
import type { RateLimiter } from './quotas.ts';
import type { RecentCalls } from './recent-calls.ts';

/** Controls for the developer or a test. */
export interface Controls {
  readonly counters: CallCounters;
  readonly recentCalls: RecentCalls;
  readonly faults: FaultInjector;
  readonly latency: LatencyModel;
  readonly quotas: RateLimiter;
  /** The version that new collections are pinned to. */
  readonly faceModelVersion: { current: FaceModelVersion };
}

export const CONTROLS_PATH = '/_local/rekognition/';

const FACE_MODEL_VERSIONS = ['7.0', '6.0'] as const satisfies readonly FaceModelVersion[];

const faultSchema = z
  .strictObject({
    operation: z.string().min(1),
    collection_id: z.string().min(1).optional(),
    error: z.enum(REKOGNITION_ERROR_CODES as [RekognitionErrorCode, ...RekognitionErrorCode[]]),
    message: z.string().optional(),
    when: z.enum(['before', 'after']).default('before'),
    nth_call: z.int().min(1).optional(),
    probability: z.number().min(0).max(1).optional(),
  })
  .refine(({ nth_call, probability }) => nth_call === undefined || probability === undefined, {
    error: 'a fault has either nth_call or probability',
  });

const callsPerSecond = z.number().positive();
const profileSchema = z
  .strictObject({ p50_ms: z.number().positive(), p99_ms: z.number().positive() })
  .refine(({ p50_ms, p99_ms }) => p50_ms <= p99_ms, { error: 'p50_ms must not be above p99_ms' });

/** One setting: how it is read, and how it is written where it can be. */
interface Resource {
  readonly get?: (controls: Controls) => unknown;
  readonly put?: (body: unknown, controls: Controls) => void;
  readonly delete?: (controls: Controls) => void;
}

const RESOURCES: Readonly<Record<string, Resource>> = {
  health: { get: ({ faceModelVersion }) => ({ status: 'ok', face_model_version: faceModelVersion.current }) },
  calls: {
    get: ({ counters }) => ({ calls: counters.all() }),
    delete: ({ counters }) => counters.reset(),
  },
  'recent-calls': {
    get: ({ recentCalls }) => ({
      calls: recentCalls.all().map(({ operation, beganAtMs, tookMs }) => ({
        operation,
        began_at_ms: beganAtMs,
        took_ms: tookMs,
      })),
    }),
    delete: ({ recentCalls }) => recentCalls.forget(),
  },
  faults: {
    get: ({ faults }) => ({
      faults: faults.faults.map(({ nthCall, collectionId, ...fault }) => ({
        ...fault,
        collection_id: collectionId,
        nth_call: nthCall,
      })),
    }),
    put: (body, { faults }) => {
      const { faults: wanted } = z.strictObject({ faults: z.array(faultSchema) }).parse(body);
      faults.configure(
        wanted.map(({ nth_call, collection_id, ...fault }) => ({
          ...fault,
          collectionId: collection_id,
          nthCall: nth_call,
        })),
      );
    },
    delete: ({ faults }) => faults.configure([]),
  },
  quotas: {
    get: ({ quotas }) => ({ quotas: quotas.table }),
    put: (body, { quotas }) => {
      const table = z.record(z.string(), callsPerSecond);
      const schema = z.strictObject({ quotas: z.union([z.literal('aws'), z.literal('off'), table]) });
      quotas.configure(schema.parse(body).quotas);
    },
  },
  latency: {
    get: ({ latency }) => ({
      latency: mapValues(latency.table, ({ p50Ms, p99Ms }) => ({ p50_ms: p50Ms, p99_ms: p99Ms })),
    }),
    put: (body, { latency }) => {
      const table = z.record(z.string(), profileSchema);
      const schema = z.strictObject({
        latency: z.union([z.literal('plausible'), z.literal('off'), table]),
      });
      const wanted = schema.parse(body).latency;
      if (wanted === 'plausible') latency.configure(PLAUSIBLE_LATENCIES);
      else if (wanted === 'off') latency.configure({});
      else latency.configure(mapValues(wanted, ({ p50_ms, p99_ms }) => ({ p50Ms: p50_ms, p99Ms: p99_ms })));
    },
  },
  'face-model-version': {
    get: ({ faceModelVersion }) => ({ face_model_version: faceModelVersion.current }),
    put: (body, { faceModelVersion }) => {
      const schema = z.strictObject({ face_model_version: z.enum(FACE_MODEL_VERSIONS) });
      faceModelVersion.current = schema.parse(body).face_model_version;
    },
  },
};

/**
 * Answers a request below {@link CONTROLS_PATH}: the setting
 * after a change, or what was wrong with the request.
 */
export function answerControls(request: RekognitionRequest, controls: Controls): RekognitionResponse {
  const name = request.url.pathname.slice(CONTROLS_PATH.length);
  const resource = Object.hasOwn(RESOURCES, name) ? RESOURCES[name] : undefined;
  if (!resource) {
    return json(404, { error: `no such control: ${name}; there are ${Object.keys(RESOURCES).join(', ')}` });
  }
  try {
    if (request.method === 'PUT' && resource.put)
      resource.put(JSON.parse(request.body.toString('utf8')), controls);
    else if (request.method === 'DELETE' && resource.delete) resource.delete(controls);
    else if (request.method !== 'GET') return json(405, { error: `${name} doesn't take ${request.method}` });
  } catch (error) {
    if (error instanceof z.ZodError) return json(400, { error: z.prettifyError(error) });
    if (error instanceof SyntaxError) return json(400, { error: 'the body is not valid JSON' });
    throw error;
  }
  return json(200, resource.get?.(controls));
}

function json(status: number, body: unknown): RekognitionResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

function mapValues<From, To>(
  table: Readonly<Record<string, From>>,
  change: (value: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(table).map(([name, value]) => [name, change(value)]));
}
