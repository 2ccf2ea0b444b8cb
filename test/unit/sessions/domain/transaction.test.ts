import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bindTransaction,
  MAX_TRANSACTION_BYTES,
  MAX_TRANSACTION_DEPTH,
  shownTransaction,
  type Transaction,
} from '../../../../lambda/sessions/domain/transaction.ts';

const hashOf = (sent: Transaction): string => {
  const bound = bindTransaction(sent);
  return typeof bound === 'string' ? bound : bound.sha256;
};

const nested = (levels: number): Transaction => (levels === 1 ? { a: 1 } : { a: nested(levels - 1) });

/** An object whose members, at every level, come in the opposite order. */
const reversed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, member]) => [name, reversed(member)]),
  );
};

const anyTransaction = fc
  .dictionary(
    fc.string({ unit: 'grapheme', maxLength: 8 }).filter((name) => name !== '__proto__'),
    fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 20 }),
      fc.maxSafeInteger(),
      fc.double({ noNaN: true, min: -1e6, max: 1e6 }),
      fc.boolean(),
      fc.constant(null),
      fc.array(fc.record({ b: fc.integer(), a: fc.string({ unit: 'grapheme', maxLength: 5 }) }), {
        maxLength: 3,
      }),
    ),
    { minKeys: 1, maxKeys: 6 },
  )
  .map((sent) => JSON.parse(JSON.stringify(sent)) as Transaction);

describe('a transaction that a step-up is bound to', () => {
  it('is hashed as canonical JSON', () => {
    const bound = bindTransaction({ payee: 'Ann', amount: { value: '12.50', currency: 'EUR' } });
    const json = '{"amount":{"currency":"EUR","value":"12.50"},"payee":"Ann"}';
    expect(bound).toEqual({ json, sha256: createHash('sha256').update(json, 'utf8').digest('hex') });
  });

  it('sorts, writes numbers and escapes text as the example of RFC 8785 (3.2.3, 3.2.4)', () => {
    const sent = {
      numbers: [Number('333333333.33333329'), 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
      literals: [null, true, false],
    };
    expect(bindTransaction(sent)).toMatchObject({
      json: '{"literals":[null,true,false],"numbers":[333333333.3333333,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    });
    const names = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\u{1f600}': 5, '\u0080': 6, '\u00f6': 7 };
    expect(Object.values(names)).toHaveLength(7);
    const bound = bindTransaction(names);
    expect(typeof bound === 'string' ? bound : [...bound.json.matchAll(/:(\d)/g)].map(([, n]) => n)).toEqual([
      '2',
      '4',
      '6',
      '7',
      '1',
      '5',
      '3',
    ]);
  });

  it('has one hash for every order of its members, and is shown as it was sent', () => {
    fc.assert(
      fc.property(anyTransaction, (sent) => {
        const bound = bindTransaction(sent);
        if (typeof bound === 'string') throw new Error(bound);
        expect(hashOf(reversed(sent) as Transaction)).toBe(bound.sha256);
        expect(shownTransaction(bound)).toEqual(sent);
      }),
    );
  });

  it('has another hash if anything is changed', () => {
    fc.assert(
      fc.property(anyTransaction, (sent) => {
        const [name = ''] = Object.keys(sent);
        expect(hashOf({ ...sent, [name]: [sent[name]] })).not.toBe(hashOf(sent));
      }),
    );
  });

  it.each([
    ['nothing', {}, 'must have a member'],
    ['half of a character', { payee: '\ud800' }, 'must not have half of a character: a lone surrogate'],
    ['half of a character in a name', { a: { '\udc00': 1 } }, 'a lone surrogate'],
    ['an integer that is rounded', { amount: 2 ** 53 }, 'must not have a number beyond 2^53 - 1'],
    ['such an integer beside others', { a: 1, amount: -(2 ** 53) }, 'must not have a number beyond'],
    ['too many levels', nested(MAX_TRANSACTION_DEPTH + 1), 'must have at most 8 levels'],
    ['more levels than a stack has', nested(5000), 'must have at most 8 levels'],
    ['too much', { text: 'é'.repeat(MAX_TRANSACTION_BYTES / 2) }, 'must have at most 4096 bytes'],
  ])('is not %s', (_what, sent, words) => {
    expect(bindTransaction(sent)).toContain(words);
  });

  it('may have as many levels and bytes as are allowed', () => {
    expect(bindTransaction(nested(MAX_TRANSACTION_DEPTH))).toHaveProperty('sha256');
    expect(bindTransaction({ most: 2 ** 53 - 1, least: -(2 ** 53 - 1) })).toHaveProperty('sha256');
    expect(bindTransaction({ t: 'x'.repeat(MAX_TRANSACTION_BYTES - 8) })).toHaveProperty('sha256');
    expect(bindTransaction({ t: 'x'.repeat(MAX_TRANSACTION_BYTES - 7) })).toContain('4097');
  });
});
