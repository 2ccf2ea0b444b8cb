import * as z from 'zod/mini';
import { type CallerScope, isBackend } from '../kernel/caller.ts';
import {
  defaultQuotasByOperation,
  offersFaceLiveness,
  type RekognitionOperation,
  rekognitionRegions,
} from './domain/default-quotas.ts';

const callLimit = z.strictObject({
  /** Calls per second on average. */
  perSecond: z.number().check(z.positive(), z.maximum(10_000)),
  /** Calls at once. */
  burst: z.int().check(z.minimum(1), z.maximum(20_000)),
});

/** Calls that each tenant may make, and each caller by its kind; the stage's own rate is above them. */
export const callLimitsSchema = z.strictObject({
  tenant: callLimit,
  person: callLimit,
  backend: callLimit,
  operator: callLimit,
});
export type CallLimits = z.infer<typeof callLimitsSchema>;
export const parseCallLimits = (json: string): CallLimits => callLimitsSchema.parse(JSON.parse(json));

/** The limit that a caller has. */
export function callerKind(scopes: readonly CallerScope[]): 'person' | 'backend' | 'operator' {
  if (isBackend({ scopes })) return 'backend';
  return scopes.includes('operate') ? 'operator' : 'person';
}

/** Regions that collections can be in. */
export const REKOGNITION_REGIONS = rekognitionRegions();
/** Regions for a deployment's API and functions; collections can be in every region of Rekognition. */
export const FACE_LIVENESS_REGIONS = rekognitionRegions().filter(offersFaceLiveness);

/**
 * Operations with a shared rate. Quotas are in calls per second, per account and region; Service Quotas has
 * an account's actual values.
 */
export const limitedOperation = z.enum([
  'DetectFaces',
  'CompareFaces',
  'IndexFaces',
  'SearchFacesByImage',
  'DeleteFaces',
  'UserVectors',
]);
/**
 * `UserVectors`: AssociateFaces, DisassociateFaces,
 * CreateUser and DeleteUser, each with the same small quota.
 */
export type LimitedOperation = z.infer<typeof limitedOperation>;

/** Operations that registrations call too. */
export const interactiveOperation = z.enum([
  'DetectFaces',
  'CompareFaces',
  'IndexFaces',
  'SearchFacesByImage',
]);
export type InteractiveOperation = z.infer<typeof interactiveOperation>;

const callsPerSecond = z.number().check(z.positive(), z.maximum(10_000));
export const quotasSchema = z.record(limitedOperation, callsPerSecond);
/** Calls per second. */
export type Quotas = z.infer<typeof quotasSchema>;

/** Operations of Rekognition that count as a limited operation; the smallest of their quotas limits it. */
export const OPERATIONS_OF_LIMIT = {
  DetectFaces: ['DetectFaces'],
  CompareFaces: ['CompareFaces'],
  IndexFaces: ['IndexFaces'],
  SearchFacesByImage: ['SearchFacesByImage'],
  DeleteFaces: ['DeleteFaces'],
  UserVectors: ['AssociateFaces', 'DisassociateFaces', 'CreateUser', 'DeleteUser'],
} as const satisfies Readonly<Record<LimitedOperation, readonly RekognitionOperation[]>>;

/** Quotas of an account that differ from the defaults of its region. */
export const quotaOverrides = z.partialRecord(limitedOperation, callsPerSecond);
export type QuotaOverrides = z.infer<typeof quotaOverrides>;

/**
 * Returns the quotas of an account in a region: the defaults of AWS,
 * those of the smallest region for an unknown one, and what differs from them.
 */
export function quotasIn(region: string, overrides: QuotaOverrides = {}): Quotas {
  const granted = defaultQuotasByOperation(region);
  const quotaOf = (limited: LimitedOperation): number =>
    Math.min(...OPERATIONS_OF_LIMIT[limited].map((operation) => granted[operation] ?? 0));
  const defaults = limitedOperation.options.map((limited) => [limited, quotaOf(limited)]);
  return quotasSchema.parse({ ...Object.fromEntries(defaults), ...overrides });
}

/** Share of a quota left unused, for calls that arrive a moment early or late. */
const HEADROOM = 0.01;

/** Returns the rate to keep: just under the quota. */
export const rateUnder = (quota: number): number => quota * (1 - HEADROOM);

export const parseQuotas = (json: string): Quotas => quotasSchema.parse(JSON.parse(json));
