import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesPattern, readPattern } from '../../src/events/pattern.ts';

const event = {
  source: 'verification',
  resources: ['arn:one', 'arn:two'],
  detail: {
    outcome: 'approved',
    score: 97.5,
    nothing: null,
    flag: true,
    checks: [
      { name: 'liveness', passed: true },
      { name: 'quality', passed: false },
    ],
  },
};

const matches = (pattern: object) => matchesPattern(readPattern(pattern), event);

describe('an event pattern', () => {
  it.each([
    ['one of several values', { detail: { outcome: ['declined', 'approved'] } }],
    ['a value of a list', { resources: ['arn:two'] }],
    ['all fields', { source: ['verification'], detail: { flag: [true], score: [97.5] } }],
    ['null', { detail: { nothing: [null] } }],
    ['one object of a list as a whole', { detail: { checks: { name: ['quality'], passed: [false] } } }],
  ])('matches %s', (_name, pattern) => {
    expect(matches(pattern)).toBe(true);
  });

  it.each([
    ['another value', { detail: { outcome: ['declined'] } }],
    ['another type', { detail: { score: ['97.5'] } }],
    ['a missing field', { detail: { absent: ['x'] } }],
    ['null where a field is missing', { detail: { absent: [null] } }],
    ['an object where a value is asked for', { detail: [true] }],
    ['members of different objects of a list', { detail: { checks: { name: ['quality'], passed: [true] } } }],
  ])('does not match %s', (_name, pattern) => {
    expect(matches(pattern)).toBe(false);
  });

  it.each([
    ['a value that is no list', { source: 'x' }],
    ['an empty list', { source: [] }],
    ['a list as a whole', []],
    ['a list inside a list', { source: [['x']] }],
    ['an operator on a value', { source: [{ prefix: 'x' }] }],
    ['an operator on patterns', { $or: [{ source: ['x'] }, { source: ['y'] }] }],
  ])('refuses %s', (_name, pattern) => {
    expect(() => readPattern(pattern)).toThrow(
      expect.objectContaining({ code: 'InvalidEventPatternException' }),
    );
  });

  it('refuses anything that is no pattern by an error of AWS', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (pattern, value) => {
        try {
          matchesPattern(readPattern(pattern), value);
        } catch (error) {
          expect(error).toMatchObject({ code: 'InvalidEventPatternException' });
        }
      }),
    );
  });
});

const scalar = fc.oneof(fc.constantFrom('a', 'b', ''), fc.integer({ min: -3, max: 3 }), fc.constant(null));
const object = fc.dictionary(fc.constantFrom('x', 'y', 'z'), scalar);

describe('the laws of event patterns', () => {
  it('mean that each field has one of the values', () => {
    const patterns = fc.dictionary(
      fc.constantFrom('x', 'y'),
      fc.array(scalar, { minLength: 1, maxLength: 3 }),
    );
    fc.assert(
      fc.property(patterns, object, (pattern, value) => {
        const means = Object.keys(pattern).every(
          (field) => field in value && (pattern[field] ?? []).some((one) => one === value[field]),
        );
        expect(matchesPattern(readPattern(pattern), value)).toBe(means);
      }),
    );
  });

  it('match an event by the pattern made of it', () => {
    fc.assert(
      fc.property(object, (value) => {
        const pattern = Object.fromEntries(Object.entries(value).map(([field, one]) => [field, [one]]));
        expect(matchesPattern(readPattern(pattern), value)).toBe(true);
      }),
    );
  });
});
