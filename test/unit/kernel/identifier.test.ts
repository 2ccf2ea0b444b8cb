import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createIdentifier,
  creationTimeOf,
  firstOf,
  inForm,
  RANDOM_BYTES,
} from '../../../lambda/kernel/identifier.ts';

const times = fc.date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true });
const randoms = fc.uint8Array({ minLength: RANDOM_BYTES, maxLength: RANDOM_BYTES });

describe('an id', () => {
  it('carries its prefix and is legal as an ExternalImageId and as the name of an execution', () => {
    fc.assert(
      fc.property(times, randoms, (time, random) => {
        expect(createIdentifier('vs', time, random)).toMatch(/^vs_[0-9a-hjkmnp-tv-z]{26}$/);
      }),
    );
  });

  it('sorts by the time it was made, and tells it', () => {
    fc.assert(
      fc.property(times, times, randoms, randoms, (one, other, random, otherRandom) => {
        const [first, second] = [
          createIdentifier('img', one, random),
          createIdentifier('img', other, otherRandom),
        ];
        if (one < other) expect(first < second).toBe(true);
        expect(creationTimeOf(first)).toEqual(one);
      }),
    );
  });

  it('differs wherever the random bytes differ', () => {
    fc.assert(
      fc.property(times, randoms, randoms, (time, one, other) => {
        const same = Buffer.compare(one, other) === 0;
        expect(createIdentifier('img', time, one) === createIdentifier('img', time, other)).toBe(same);
      }),
    );
  });

  it('is not before the first of its time, and before the first of any later one', () => {
    fc.assert(
      fc.property(times, times, randoms, (one, other, random) => {
        const id = createIdentifier('aud', one, random);
        expect(id > firstOf('aud', one)).toBe(true);
        if (one < other) expect(id < firstOf('aud', other)).toBe(true);
      }),
    );
  });

  it('in another form has another prefix, and the rest of it', () => {
    fc.assert(
      fc.property(times, randoms, (time, random) => {
        const [session, proof] = [
          createIdentifier('vs', time, random),
          createIdentifier('sup', time, random),
        ];
        expect(inForm(session, 'sup')).toBe(proof);
        expect(inForm(proof, 'vs')).toBe(session);
      }),
    );
  });

  it('has no time where it is not ours', () => {
    const own = `img_${'0'.repeat(26)}`;
    expect(creationTimeOf(own)).toEqual(new Date(0));
    for (const text of [
      '',
      'img_',
      'img_short',
      'customer-4711',
      'img_ILOU0000000000000000000000',
      `#${own}`,
      `${own}0`,
    ])
      expect(creationTimeOf(text)).toBeUndefined();
  });
});
