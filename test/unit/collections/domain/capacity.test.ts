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
  callsPerSecond: {
    DetectFaces: 100,
    CompareFaces: 100,
    SearchFacesByImage: 50,
    IndexFaces: 50,
    DeleteFaces: 5,
  },
  userVectorCallsPerSecond: 5,
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
  peakRegistrationsPerSecond: 1,
  deletedPercent: 0,
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

  it.each([
    ['face', 'one image per person', { users: 80_000_000 }, /fewer than two images per person/],
    ['user', 'several images per person', {}, /several images per person/],
    ['user', 'an unknown peak', { peakRegistrationsPerSecond: undefined }, /several images/],
    ['face', 'a peak over the quota of user vectors', { peakRegistrationsPerSecond: 3 }, /^3 .* builds 2.5 /],
  ] as const)('recommends vectors by %s for %s', (vectors, _, changes, why) => {
    const { recommendation } = planCapacity(aDemand(changes), LIMITS, PRICES);
    expect(recommendation.vectors).toBe(vectors);
    expect(recommendation.why).toMatch(why);
  });

  it('leaves room for growth where a collection is not to be filled', () => {
    const plan = planCapacity(aDemand(), { ...LIMITS, fillPercent: 80 }, PRICES);
    expect(plan).toMatchObject({ collectionsForFaces: 5, usersPerCollection: 8_000_000 });
  });

  it('counts both limits where users are searched', () => {
    const plan = planCapacity(aDemand({ users: 80_000_000 }), LIMITS, PRICES);
    expect([plan.collectionsForFaces, plan.collectionsForUsers]).toEqual([4, 8]);
    // faces are searched in as many collections as they need
    expect(plan.searchesAllShards).toBe(4);
  });

  it('prices storage, registrations over all shards and authentications in one', () => {
    const demand = aDemand({ registrationsPerMonth: 1000, authenticationsPerMonth: 500 });
    const { monthlyUsd } = planCapacity(demand, LIMITS, PRICES);
    expect(monthlyUsd).toBeCloseTo(800 + 1000 * (0.015 + 0.007) + 500 * (0.015 + 0.002), 6);
  });

  it('searches, and stores, vectors of users in that mode', () => {
    const demand = aDemand({ users: 80_000_000, registrationsPerMonth: 1000, mode: 'user' });
    const { searchesAllShards, monthlyUsd } = planCapacity(demand, LIMITS, PRICES);
    expect(searchesAllShards).toBe(8);
    expect(monthlyUsd).toBeCloseTo(800 + 800 + 1000 * (0.015 + 0.003 + 0.016), 6);
  });

  it('stores twice and indexes twice in two regions, and searches once', () => {
    const demand = aDemand({ registrationsPerMonth: 1000, regions: 2 });
    const { indexingUsd, monthlyUsd } = planCapacity(demand, LIMITS, PRICES);
    expect(monthlyUsd).toBeCloseTo(1600 + 1000 * (0.015 + 0.008), 6);
    expect(indexingUsd).toBe(160_000);
  });

  it('reports how long the images take at the quota, whatever faces they show', () => {
    const { indexingHours, indexingUsd } = planCapacity(aDemand({ images: 1_800_000 }), LIMITS, PRICES);
    expect([indexingHours, indexingUsd]).toEqual([10, 1_800]);
  });

  it('grows by the year', () => {
    expect(grown(100, 20, 2)).toBeCloseTo(144, 9);
    expect([grown(100, 0, 5), grown(100, 50, 0)]).toEqual([100, 100]);
  });

  it('takes as long as DeleteFaces takes where many faces are deleted again', () => {
    const hours = (deletedPercent: number) =>
      planCapacity(aDemand({ images: 1_800_000, deletedPercent }), LIMITS, PRICES).indexingHours;
    // a tenth of the quota of IndexFaces
    expect([hours(5), hours(10), hours(20)]).toEqual([10, 10, 20]);
  });

  it('says which quotas do not suffice for the busiest second', () => {
    const busiest = (peakRegistrationsPerSecond: number, deletedPercent = 0) =>
      planCapacity(aDemand({ peakRegistrationsPerSecond, deletedPercent }), LIMITS, PRICES).busiestSecond;
    expect(busiest(6, 10)).toEqual([
      { operation: 'DetectFaces', calls: 6, quota: 100, suffices: true },
      { operation: 'CompareFaces', calls: 6, quota: 100, suffices: true },
      { operation: 'SearchFacesByImage', calls: 24, quota: 50, suffices: true },
      { operation: 'IndexFaces', calls: 6, quota: 50, suffices: true },
      { operation: 'DeleteFaces', calls: expect.closeTo(0.6, 9), quota: 5, suffices: true },
    ]);
    const lacking = (...args: Parameters<typeof busiest>) =>
      busiest(...args).flatMap(({ operation, suffices }) => (suffices ? [] : [operation]));
    expect(lacking(12)).toEqual([]);
    expect(lacking(13)).toEqual(['SearchFacesByImage']);
    expect(lacking(51, 10)).toEqual(['SearchFacesByImage', 'IndexFaces', 'DeleteFaces']);
    const detecting = aDemand({ peakRegistrationsPerSecond: 51, detectsSelfie: true });
    expect(planCapacity(detecting, LIMITS, PRICES).busiestSecond[0]).toMatchObject({
      calls: 102,
      suffices: false,
    });
  });

  it('says nothing of the quotas where no peak is known, and takes none of 0', () => {
    const planned = (peakRegistrationsPerSecond: number | undefined) =>
      planCapacity(aDemand({ peakRegistrationsPerSecond }), LIMITS, PRICES).busiestSecond;
    expect(planned(undefined)).toEqual([]);
    expect(() => planned(0)).toThrow('peakRegistrationsPerSecond must be more than 0');
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
