import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  effortOf,
  isBehind,
  modelMigrationPlan,
  nextGenerationName,
} from '../../../../lambda/collections/domain/model-watch.ts';

describe('face model versions', () => {
  it.each([
    ['6.0', '7.0', true],
    ['9.5', '10.0', true],
    ['7', '7.1', true],
    ['7.0', '7', false],
    ['7.0', '6.0', false],
  ])('%s is behind %s: %s', (version, newest, expected) => expect(isBehind(version, newest)).toBe(expected));

  it('are in one order: of two, at most one is behind', () => {
    const versions = fc.tuple(fc.nat(20), fc.nat(20)).map((parts) => parts.join('.'));
    fc.assert(
      fc.property(versions, versions, (one, other) => {
        expect(isBehind(one, other) && isBehind(other, one)).toBe(false);
        expect(isBehind(one, other) || isBehind(other, one)).toBe(one !== other);
      }),
    );
  });
});

describe('the plan of a migration', () => {
  it('names a generation that is not there yet', () => {
    expect(nextGenerationName(['g1', 'g2', 'blue'])).toBe('g3');
    expect(nextGenerationName(['blue'])).toBe('g1');
  });

  it('counts one call a face, at the rate and the price', () => {
    expect(effortOf(1_000_001, 49.5, 0.001)).toEqual({
      images: 1_000_001,
      index_faces_calls: 1_000_001,
      duration_seconds: 20_203,
      cost_usd: 1000.001,
    });
  });

  it('is read as it was written, and never with less than nothing to do', () => {
    const plan = {
      tenant: 'acme',
      generation: 'g1',
      face_model_version: '6.0',
      newest_face_model_version: '7.0',
      ...effortOf(200, 50, 0.001),
      generation_to_add: 'g2',
    };
    expect(modelMigrationPlan.parse(plan)).toEqual(plan);
    for (const figure of Object.keys(effortOf(0, 50, 0.001))) {
      expect(modelMigrationPlan.safeParse({ ...plan, [figure]: 0 }).success, figure).toBe(true);
      expect(modelMigrationPlan.safeParse({ ...plan, [figure]: -1 }).success, figure).toBe(false);
    }
  });
});
