import * as z from 'zod';

/**
 * Operations with a shared rate. Quotas are in calls per second, per account and region; Service Quotas has
 * an account's actual values, these are the defaults of the large regions (General Reference, "Amazon
 * Rekognition endpoints and quotas").
 */
export const limitedOperation = z.enum([
  'DetectFaces',
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

export const quotasSchema = z.record(limitedOperation, z.number().positive().max(10_000));
/** Calls per second. */
export type Quotas = z.infer<typeof quotasSchema>;

export const DEFAULT_QUOTAS: Quotas = {
  DetectFaces: 50,
  IndexFaces: 50,
  SearchFacesByImage: 50,
  DeleteFaces: 5,
  UserVectors: 5,
};

/** Share of a quota left unused, for calls that arrive a moment early or late. */
const HEADROOM = 0.01;

/** Returns the rate to keep: just under the quota. */
export const rateUnder = (quota: number): number => quota * (1 - HEADROOM);

export const parseQuotas = (json: string): Quotas => quotasSchema.parse(JSON.parse(json));
