import * as z from 'zod';
import { type CapacityLimits, type CapacityPrices, planCapacity } from '../domain/capacity.ts';

/**
 * What one collection holds: 20 million faces (whitepaper 5.2), 10 million users; 50 searches, and as many indexings, a
 * second in the large regions and 5 in the others. Service Quotas has the truth of an account.
 */
export const DEFAULT_CAPACITY_LIMITS: CapacityLimits = {
  faceVectorsPerCollection: 20_000_000,
  userVectorsPerCollection: 10_000_000,
  fillPercent: 100,
  searchesPerSecond: 50,
  indexingsPerSecond: 50,
};

/** List prices of us-east-1, first tier; check them for your region, volume and agreement. */
export const DEFAULT_CAPACITY_PRICES: CapacityPrices = {
  faceVectorMonth: 0.00001,
  userVectorMonth: 0.00001,
  imageCall: 0.001,
  livenessCheck: 0.015,
};

/** How many faces and users a tenant is expected to have, so that too few shards are found before they are full. */
export const expectedPopulation = z
  .strictObject({ faces: z.int().min(1), users: z.int().min(1) })
  .refine(({ faces, users }) => faces >= users, {
    error: 'the expected faces must be at least as many as the expected users',
  });
export type ExpectedPopulation = z.infer<typeof expectedPopulation>;

/** Shards that hold an expected population. */
export function shardsFor({ faces, users }: ExpectedPopulation): number {
  const demand = {
    images: faces,
    faces,
    users,
    mode: 'face',
    regions: 1,
    registrationsPerMonth: 0,
    authenticationsPerMonth: 0,
    peakRegistrationsPerSecond: 0,
  } as const;
  return planCapacity(demand, DEFAULT_CAPACITY_LIMITS, DEFAULT_CAPACITY_PRICES).collectionsForFaces;
}
