import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type CapacityDemand,
  type CapacityLimits,
  grown,
  planCapacity,
} from '../../../../lambda/collections/domain/capacity.ts';

const LIMITS: CapacityLimits = {
  faceVectorsPerCollection: 20_000_000,
  userVectorsPerCollection: 10_000_000,
  fillPercent: 100,
  searchesPerSecond: 50,
  indexingsPerSecond: 50,
};
const PRICES = { faceVectorMonth: 0.00001, userVectorMonth: 0.00001, imageCall: 0.001, livenessCheck: 0.015 };
const aDemand = (changes: Partial<CapacityDemand> = {}): CapacityDemand => ({
  images: 80_000_000,
  faces: 80_000_000,
  users: 40_000_000,
  mode: 'face',
  regions: 1,
  registrationsPerMonth: 0,
  authenticationsPerMonth: 0,
  peakRegistrationsPerSecond: 0,
  ...changes,
});

describe('the plan of a deployment', () => {
  it("is whitepaper 5.2's table, with four searches", () => {
    expect(planCapacity(aDemand(), LIMITS, PRICES)).toMatchObject({
      facesPerUser: 2,
      usersPerCollection: 10_000_000,
      collectionsForFaces: 4,
      collectionsForUsers: 4,
      searchesAllShards: 4,
      monthlyUsd: 800,
    });
  });

  it('leaves room for growth where a collection is not to be filled', () => {
    const plan = planCapacity(aDemand(), { ...LIMITS, fillPercent: 80 }, PRICES);
    expect(plan.collectionsForFaces).toBe(5);
  });

  it('counts both limits where users are searched', () => {
    const plan = planCapacity(aDemand({ users: 80_000_000 }), LIMITS, PRICES);
    expect([plan.collectionsForFaces, plan.collectionsForUsers]).toEqual([4, 8]);
  });

  it('prices storage, registrations over all shards and authentications in one', () => {
    const demand = aDemand({ registrationsPerMonth: 1000, authenticationsPerMonth: 500 });
    const { monthlyUsd } = planCapacity(demand, LIMITS, PRICES);
    expect(monthlyUsd).toBeCloseTo(800 + 1000 * (0.015 + 0.012) + 500 * (0.015 + 0.002), 6);
  });

  it('searches, and stores, vectors of users in that mode', () => {
    const demand = aDemand({ users: 80_000_000, registrationsPerMonth: 1000, mode: 'user' });
    const { searchesAllShards, monthlyUsd } = planCapacity(demand, LIMITS, PRICES);
    expect(searchesAllShards).toBe(8);
    expect(monthlyUsd).toBeCloseTo(800 + 800 + 1000 * (0.015 + 0.004 + 0.016), 6);
  });

  it('stores twice and indexes twice in two regions, and searches once', () => {
    const demand = aDemand({ registrationsPerMonth: 1000, regions: 2 });
    const { indexingUsd, monthlyUsd } = planCapacity(demand, LIMITS, PRICES);
    expect(monthlyUsd).toBeCloseTo(1600 + 1000 * (0.015 + 0.013), 6);
    expect(indexingUsd).toBe(160_000);
  });

  it('tells how long the images take at the quota, whatever faces they show', () => {
    const { indexingHours, indexingUsd } = planCapacity(aDemand({ images: 1_800_000 }), LIMITS, PRICES);
    expect([indexingHours, indexingUsd]).toEqual([10, 1_800]);
  });

  it('grows by the year', () => {
    expect(grown(100, 20, 2)).toBeCloseTo(144, 9);
    expect([grown(100, 0, 5), grown(100, 50, 0)]).toEqual([100, 100]);
  });

  it('says when the quota of searches does not suffice', () => {
    const plan = (peakRegistrationsPerSecond: number) =>
      planCapacity(aDemand({ peakRegistrationsPerSecond }), LIMITS, PRICES);
    expect(plan(6)).toMatchObject({ peakSearchesPerSecond: 48, searchQuotaSuffices: true });
    expect(plan(7).searchQuotaSuffices).toBe(false);
  });

  it('never plans a collection beyond its limits', () => {
    const counts = fc.integer({ min: 1, max: 10 ** 10 });
    fc.assert(
      fc.property(counts, counts, fc.integer({ min: 1, max: 100 }), (faces, users, fillPercent) => {
        const plan = planCapacity(aDemand({ faces, users }), { ...LIMITS, fillPercent }, PRICES);
        const room = (limit: number) => limit * (fillPercent / 100) * (1 + 1e-8);
        expect(faces / plan.collectionsForFaces).toBeLessThanOrEqual(room(LIMITS.faceVectorsPerCollection));
        expect(users / plan.collectionsForUsers).toBeLessThanOrEqual(room(LIMITS.userVectorsPerCollection));
      }),
    );
  });

  it('refuses what cannot be planned for', () => {
    expect(() => planCapacity(aDemand({ users: 0 }), LIMITS, PRICES)).toThrow('users must be more than 0');
    expect(() => planCapacity(aDemand(), { ...LIMITS, fillPercent: Number.NaN }, PRICES)).toThrow(RangeError);
  });
});
