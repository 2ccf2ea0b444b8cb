import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attributeName, attributes } from '../../../lambda/kernel/attributes.ts';

describe('attributes', () => {
  it('refuse every name that objects inherit', () => {
    for (const name of Object.getOwnPropertyNames(Object.prototype))
      expect(attributeName.safeParse(name).success, name).toBe(false);
  });

  it('refuse "constructor" among others, and say what a name is', () => {
    const refused = attributes.safeParse(JSON.parse('{"country":"de","constructor":"x"}'));
    expect(JSON.stringify(refused.error?.issues)).toContain('not be \\"constructor\\"');
  });

  it('are at most ten of at most 64 characters', () => {
    const named = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`a${index}`, 'x']));
    expect(attributes.safeParse(named(10)).success).toBe(true);
    expect(attributes.safeParse(named(11)).success).toBe(false);
    expect(attributes.safeParse({ country: 'x'.repeat(65) }).success).toBe(false);
    expect(attributes.safeParse({ country: '' }).success).toBe(false);
  });

  it('keep what they take', () => {
    const name = fc.stringMatching(/^[a-z][a-z0-9_]{0,39}$/).filter((one) => one !== 'constructor');
    fc.assert(
      fc.property(
        fc.dictionary(name, fc.string({ minLength: 1, maxLength: 64 }), { maxKeys: 10 }),
        (named) => {
          expect(attributes.parse(named)).toEqual({ ...named });
        },
      ),
    );
  });
});
