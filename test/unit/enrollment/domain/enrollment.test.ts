import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meetCompetitor } from '../../../../lambda/enrollment/domain/enrollment.ts';
import { createIdentifier } from '../../../../lambda/kernel/identifier.ts';
import { minutesAfter, NOON } from '../../../support/lambda/builders.ts';

const anImageId = (time: Date, seed = 0) => createIdentifier('img', time, new Uint8Array(10).fill(seed));

describe('an enrollment that meets the same face of another', () => {
  it('yields to a face that is mapped, and ignores one that is ruled out', () => {
    const own = anImageId(NOON);
    for (const imageId of [anImageId(minutesAfter(-5)), anImageId(minutesAfter(5)), undefined]) {
      expect(meetCompetitor(own, { state: 'mapped', imageId }, NOON)).toBe('yield');
      expect(meetCompetitor(own, { state: 'revoked', imageId }, NOON)).toBe('ignore');
    }
  });

  it('never has both yield, and never has both go on', () => {
    const minutes = fc.integer({ min: -59, max: 0 });
    fc.assert(
      fc.property(minutes, minutes, fc.nat(255), fc.nat(255), (one, other, seed, otherSeed) => {
        const [mine, theirs] = [
          anImageId(minutesAfter(one), seed),
          anImageId(minutesAfter(other), otherSeed),
        ];
        fc.pre(mine !== theirs);
        const meetings = [
          meetCompetitor(mine, { state: 'pending', imageId: theirs }, NOON),
          meetCompetitor(theirs, { state: 'pending', imageId: mine }, NOON),
        ];
        expect(meetings.sort()).toEqual(['revoke', 'yield']);
      }),
    );
  });

  it('rules out a leftover that no enrollment can be working on any more', () => {
    const own = anImageId(NOON);
    expect(meetCompetitor(own, { state: 'pending', imageId: anImageId(minutesAfter(-61)) }, NOON)).toBe(
      'revoke',
    );
    expect(meetCompetitor(own, { state: 'pending', imageId: 'from another tool' }, NOON)).toBe('revoke');
    expect(meetCompetitor(own, { state: 'pending' }, NOON)).toBe('revoke');
  });
});
