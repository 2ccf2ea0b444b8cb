import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AwsError } from '../../src/aws-error.ts';
import { enforcePolicy, type FormUpload } from '../../src/s3/post-policy.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const encode = (policy: object) => Buffer.from(JSON.stringify(policy)).toString('base64');
const aPolicy = (conditions: readonly unknown[], expiration = '2026-03-01T12:05:00Z') =>
  encode({ expiration, conditions });

const aName = fc
  .stringMatching(/^[a-z][a-z-]{0,9}$/)
  .filter((name) => !['file', 'policy'].includes(name) && !name.startsWith('x-ignore-'));
const fieldsOf = fc
  .dictionary(aName, fc.string({ maxLength: 12 }), { maxKeys: 5 })
  .map((record) => new Map(Object.entries(record)));
const anUpload = fc.record({
  bucket: fc.constant('evidence'),
  fields: fieldsOf,
  size: fc.nat({ max: 2000 }),
}) satisfies fc.Arbitrary<FormUpload>;

const refusal = (policy: string, upload: FormUpload): string | undefined => {
  try {
    enforcePolicy(policy, upload, NOW);
    return undefined;
  } catch (error) {
    if (error instanceof AwsError) return error.code;
    throw error;
  }
};
const exact = ({ fields }: FormUpload) => [...fields].map(([name, value]) => ({ [name]: value }));

describe('a POST policy', () => {
  it('lets through an upload whose every field it names exactly', () => {
    fc.assert(fc.property(anUpload, (upload) => refusal(aPolicy(exact(upload)), upload) === undefined));
  });

  it('refuses when any one condition is taken away from a field that is there', () => {
    fc.assert(
      fc.property(anUpload, fc.nat(), (upload, pick) => {
        fc.pre(upload.fields.size > 0);
        const conditions = exact(upload);
        conditions.splice(pick % conditions.length, 1);
        expect(refusal(aPolicy(conditions), upload)).toBe('AccessDenied');
      }),
    );
  });

  it('refuses when any one field has another value than the policy', () => {
    fc.assert(
      fc.property(anUpload, fc.nat(), (upload, pick) => {
        fc.pre(upload.fields.size > 0);
        const name = [...upload.fields.keys()][pick % upload.fields.size] ?? '';
        const changed = new Map(upload.fields).set(name, `${upload.fields.get(name)}!`);
        expect(refusal(aPolicy(exact(upload)), { ...upload, fields: changed })).toBe('AccessDenied');
      }),
    );
  });

  it('takes sizes inside its range, ends included, and no others', () => {
    fc.assert(
      fc.property(fc.nat({ max: 2000 }), fc.nat({ max: 2000 }), fc.nat({ max: 2000 }), (size, one, other) => {
        const [smallest, largest] = [Math.min(one, other), Math.max(one, other)];
        const policy = aPolicy([['content-length-range', smallest, largest]]);
        const expected = size < smallest ? 'EntityTooSmall' : size > largest ? 'EntityTooLarge' : undefined;
        expect(refusal(policy, { bucket: 'evidence', fields: new Map(), size })).toBe(expected);
      }),
    );
  });

  it('takes every value behind a prefix', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (prefix, rest) => {
        const upload = { bucket: 'evidence', fields: new Map([['key', prefix + rest]]), size: 1 };
        expect(refusal(aPolicy([['starts-with', '$key', prefix]]), upload)).toBeUndefined();
      }),
    );
  });

  it('never gets looser by one more condition', () => {
    const aCondition = fc.oneof(
      fc.tuple(
        fc.constantFrom('eq', 'starts-with'),
        fc.constantFrom('$a', '$b', '$bucket'),
        fc.string({ maxLength: 2 }),
      ),
      fc.tuple(fc.constant('content-length-range'), fc.nat({ max: 2000 }), fc.nat({ max: 2000 })),
    );
    fc.assert(
      fc.property(anUpload, aCondition, (upload, condition) => {
        fc.pre(refusal(aPolicy(exact(upload)), upload) === undefined);
        const stricter = refusal(aPolicy([...exact(upload), condition]), upload);
        const alone = refusal(aPolicy([condition]), {
          ...upload,
          fields: new Map([...upload.fields].filter(([name]) => `$${name}` === condition[1])),
        });
        expect(stricter === undefined).toBe(alone === undefined);
      }),
    );
  });

  it.each([
    ['no JSON', Buffer.from('{').toString('base64'), 'InvalidPolicyDocument'],
    ['no expiration', encode({ conditions: [] }), 'InvalidPolicyDocument'],
    ['an expiration that is no date', aPolicy([], 'soon'), 'AccessDenied'],
    ['no conditions', encode({ expiration: '2026-03-01T12:05:00Z' }), 'InvalidPolicyDocument'],
    ['an unknown operator', aPolicy([['ends-with', '$key', 'x']]), 'InvalidPolicyDocument'],
    ['an expiration in the past', aPolicy([], '2026-03-01T11:59:59Z'), 'AccessDenied'],
  ])('refuses a policy with %s', (_, policy, code) => {
    expect(refusal(policy, { bucket: 'evidence', fields: new Map(), size: 1 })).toBe(code);
  });
});
