import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkPattern } from '../../src/events/check-pattern.ts';
import { matchesPattern } from '../../src/events/pattern.ts';

const event = {
  source: 'verification',
  'detail-type': 'Decided',
  resources: ['arn:one', 'arn:two'],
  detail: {
    outcome: 'approved',
    score: 97.5,
    nothing: null,
    flag: true,
    address: '10.1.2.3',
    path: 'images/2026/a.jpg',
    checks: [
      { name: 'liveness', passed: true },
      { name: 'quality', passed: false },
    ],
  },
};

const detail = (pattern: object) => ({ detail: pattern });

const MATCHES: readonly [name: string, pattern: object][] = [
  ['one of several values', detail({ outcome: ['declined', 'approved'] })],
  ['a value of a list', { resources: ['arn:two'] }],
  ['all fields', { source: ['verification'], ...detail({ flag: [true] }) }],
  ['null', detail({ nothing: [null] })],
  ['a prefix', detail({ path: [{ prefix: 'images/' }] })],
  ['a prefix whatever its case', detail({ path: [{ prefix: { 'equals-ignore-case': 'IMAGES/' } }] })],
  ['a suffix', detail({ path: [{ suffix: '.jpg' }] })],
  ['text whatever its case', detail({ outcome: [{ 'equals-ignore-case': 'APPROVED' }] })],
  ['a wildcard', detail({ path: [{ wildcard: 'images/*/*.jpg' }] })],
  ['a range', detail({ score: [{ numeric: ['>=', 95, '<', 98] }] })],
  ['an equal number', detail({ score: [{ numeric: ['=', 97.5] }] })],
  ['a field that exists', detail({ flag: [{ exists: true }] })],
  ['a field that does not', detail({ absent: [{ exists: false }] })],
  ['anything but a value', detail({ outcome: [{ 'anything-but': 'declined' }] })],
  ['anything but several', detail({ outcome: [{ 'anything-but': ['declined', 'expired'] }] })],
  ['anything but a prefix', detail({ outcome: [{ 'anything-but': { prefix: 'dec' } }] })],
  ['anything but a wildcard', detail({ path: [{ 'anything-but': { wildcard: '*.png' } }] })],
  ['one of two branches', { $or: [{ source: ['other'] }, detail({ outcome: ['approved'] })] }],
  ['an address in a network', detail({ address: [{ cidr: '10.1.0.0/16' }] })],
  ['one object of a list as a whole', detail({ checks: { name: ['quality'], passed: [false] } })],
];

const MISSES: readonly [name: string, pattern: object][] = [
  ['another value', detail({ outcome: ['declined'] })],
  ['another type', detail({ score: ['97.5'] })],
  ['a missing field', detail({ absent: ['x'] })],
  ['anything but, of a missing field', detail({ absent: [{ 'anything-but': 'x' }] })],
  ['the end of a range', detail({ score: [{ numeric: ['>', 97.5] }] })],
  ['an object where a value is asked for', { detail: [{ exists: true }] }],
  ['one branch of none', { $or: [{ source: ['a'] }, { source: ['b'] }] }],
  ['an address outside a network', detail({ address: [{ cidr: '10.2.0.0/16' }] })],
  ['members of different objects of a list', detail({ checks: { name: ['quality'], passed: [true] } })],
  ['a wildcard that is escaped', detail({ path: [{ wildcard: 'images/\\*' }] })],
];

describe('an event pattern', () => {
  it.each(MATCHES)('matches %s', (_name, pattern) => {
    checkPattern(pattern);
    expect(matchesPattern(pattern as never, event)).toBe(true);
  });

  it.each(MISSES)('does not match %s', (_name, pattern) => {
    expect(matchesPattern(pattern as never, event)).toBe(false);
  });

  it.each([
    ['a value that is no list', { source: 'x' }],
    ['an empty list', { source: [] }],
    ['an operator that there is none of', { source: [{ contains: 'x' }] }],
    ['a list as a whole', []],
    ['one branch alone', { $or: [{ source: ['x'] }] }],
    ['a comparison without a number', { n: [{ numeric: ['>'] }] }],
    ['a comparison of another kind', { n: [{ numeric: ['!=', 1] }] }],
    ['a network that is none', { ip: [{ cidr: '10.0.0.0/33' }] }],
    ['a prefix that is no text', { source: [{ prefix: 1 }] }],
    ['anything but nothing', { source: [{ 'anything-but': [] }] }],
  ])('refuses %s', (_name, pattern) => {
    expect(() => checkPattern(pattern)).toThrow(/not valid/);
  });
});

const scalar = fc.oneof(
  fc.constantFrom('a', 'b', 'ab', 'ba', ''),
  fc.integer({ min: -3, max: 3 }),
  fc.boolean(),
  fc.constant(null),
);
const object = fc.dictionary(fc.constantFrom('x', 'y', 'z'), scalar);

/** What a pattern of exact values means, said in the plainest way. */
const meansOf = (pattern: Record<string, unknown[]>, value: Record<string, unknown>): boolean =>
  Object.keys(pattern).every(
    (field) => field in value && (pattern[field] ?? []).some((one) => one === value[field]),
  );

describe('the laws of event patterns', () => {
  it('mean, for exact values, that each field has one of the values', () => {
    const patterns = fc.dictionary(
      fc.constantFrom('x', 'y'),
      fc.array(scalar, { minLength: 1, maxLength: 3 }),
    );
    fc.assert(
      fc.property(patterns, object, (pattern, value) => {
        expect(matchesPattern(pattern, value)).toBe(meansOf(pattern, value));
      }),
    );
  });

  it('match an event by the pattern made of it', () => {
    fc.assert(
      fc.property(object, (value) => {
        const pattern = Object.fromEntries(Object.entries(value).map(([field, one]) => [field, [one]]));
        expect(matchesPattern(pattern, value)).toBe(true);
      }),
    );
  });

  it('make anything-but the opposite of the values, for fields that are there', () => {
    fc.assert(
      fc.property(scalar, fc.array(scalar, { minLength: 1 }), (value, excluded) => {
        const matched = matchesPattern({ x: excluded }, { x: value });
        expect(matchesPattern({ x: [{ 'anything-but': excluded }] }, { x: value })).toBe(!matched);
      }),
    );
  });

  it('make exists false the opposite of exists true', () => {
    fc.assert(
      fc.property(object, (value) => {
        const exists = matchesPattern({ x: [{ exists: true }] }, value);
        expect(matchesPattern({ x: [{ exists: false }] }, value)).toBe(!exists);
      }),
    );
  });

  it('make a wildcard around text mean that the text is in it', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (text, part) => {
        const wildcard = `*${part.replace(/[\\*]/g, '\\$&')}*`;
        expect(matchesPattern({ x: [{ wildcard }] }, { x: text })).toBe(text.includes(part));
      }),
    );
  });
});
