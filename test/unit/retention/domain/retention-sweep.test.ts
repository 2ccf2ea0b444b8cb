import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  advanced,
  passAt,
  placeOf,
  type RetentionSweep,
} from '../../../../lambda/retention/domain/retention-sweep.ts';
import { minutesAfter, NOON, TENANT } from '../../../support/lambda/builders.ts';

const begun: RetentionSweep = { tenant: TENANT, started_at: NOON.toISOString() };

describe('a pass', () => {
  it('is begun once a day, and goes on until it has ended', () => {
    expect(passAt(TENANT, undefined, NOON)).toEqual(begun);
    expect(passAt(TENANT, begun, minutesAfter(5000))).toBe(begun);
    const ended = { ...begun, ended_at: minutesAfter(1).toISOString() };
    expect(passAt(TENANT, ended, minutesAfter(1439))).toBeUndefined();
    expect(passAt(TENANT, ended, minutesAfter(1440))).toEqual({
      tenant: TENANT,
      started_at: minutesAfter(1440).toISOString(),
    });
  });

  it('goes on behind the last face, and in the next collection if its own is gone', () => {
    const held = { ...begun, collection_id: 'b', after: 'face-9' };
    expect(placeOf(held, ['c', 'b', 'a'])).toEqual({ collectionId: 'b', after: 'face-9' });
    expect(placeOf(held, ['c', 'a'])).toEqual({ collectionId: 'c' });
    expect(placeOf(held, ['a'])).toBeUndefined();
    expect(placeOf({ ...begun, collection_id: 'b' }, ['b'])).toStrictEqual({ collectionId: 'b' });
    expect(placeOf(begun, [])).toBeUndefined();
  });

  it('visits every page of every collection once, wherever it is interrupted', () => {
    const pages = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1 }).chain((names) =>
      fc.record({
        names: fc.constant(names),
        counts: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 4, maxLength: 4 }),
      }),
    );
    fc.assert(
      fc.property(pages, ({ names, counts }) => {
        const countOf = (name: string) => counts[(names as readonly string[]).indexOf(name)] ?? 1;
        const visited: string[] = [];
        let pass: RetentionSweep = begun;
        while (!pass.ended_at) {
          // what is kept between runs is all that a run knows
          pass = JSON.parse(JSON.stringify(pass)) as RetentionSweep;
          const place = placeOf(pass, names);
          if (!place) throw new Error('a pass that has not ended has a place');
          const page = Number(place.after ?? 0);
          visited.push(`${place.collectionId}${page}`);
          const next = page + 1 < countOf(place.collectionId) ? String(page + 1) : undefined;
          pass = advanced(pass, place, next, names, NOON);
        }
        const all = names.flatMap((name) =>
          Array.from({ length: countOf(name) }, (_, page) => `${name}${page}`),
        );
        expect(visited).toEqual(all.sort());
      }),
      { numRuns: 50 },
    );
  });
});
