import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AccessRequest, evaluate } from '../../src/iam/evaluate.ts';
import { type PolicyStatement, parsePolicy } from '../../src/iam/policy.ts';

const ITEMS = 'arn:aws:dynamodb:eu-west-1:000000000000:table/sessions';

const aPolicy = (...Statement: object[]): readonly PolicyStatement[] => parsePolicy({ Statement }, 'test');

const aRequest = ({
  action = 'dynamodb:GetItem',
  resource = ITEMS,
  context = {},
}: {
  action?: string;
  resource?: string;
  context?: Record<string, string | string[]>;
} = {}): AccessRequest => ({
  action,
  resource,
  context: new Map(Object.entries(context).map(([key, value]) => [key.toLowerCase(), [value].flat()])),
});

const isAllowed = (statement: object, request: AccessRequest): boolean =>
  evaluate({ identity: aPolicy({ Effect: 'Allow', Resource: '*', Action: '*', ...statement }) }, request)
    .allowed;

describe('evaluating policies', () => {
  it('refuses what nobody allowed', () => {
    expect(evaluate({ identity: [] }, aRequest())).toEqual({
      allowed: false,
      explicit: false,
      kind: 'identity-based policy',
    });
  });

  it.each([
    ['dynamodb:GetItem', true],
    ['DYNAMODB:getitem', true],
    ['dynamodb:Get*', true],
    ['dynamodb:???Item', true],
    ['dynamodb:*', true],
    ['*', true],
    ['dynamodb:PutItem', false],
    ['dynamodb:GetItem*s', false],
    ['s3:*', false],
  ])('matches the action pattern %s: %s', (Action, allowed) => {
    expect(isAllowed({ Action }, aRequest())).toBe(allowed);
  });

  it('allows all but the actions and resources that are left out', () => {
    const statement = {
      Action: undefined,
      Resource: undefined,
      NotAction: 'dynamodb:DeleteItem',
      NotResource: `${ITEMS}-secret`,
    };
    expect(isAllowed(statement, aRequest())).toBe(true);
    expect(isAllowed(statement, aRequest({ action: 'dynamodb:DeleteItem' }))).toBe(false);
    expect(isAllowed(statement, aRequest({ resource: `${ITEMS}-secret` }))).toBe(false);
  });

  it.each([
    ['arn:aws:dynamodb:*:*:table/sessions', true],
    ['arn:aws:dynamodb:eu-west-1:000000000000:table/*', true],
    ['arn:aws:dynamodb:eu-west-1:000000000000:table/sessions/index/*', false],
    ['arn:aws:dynamodb:eu-west-1:999999999999:table/sessions', false],
    ['arn:aws:*:table/sessions', false],
    ['*', true],
  ])('matches the resource pattern %s: %s', (Resource, allowed) => {
    expect(isAllowed({ Resource }, aRequest())).toBe(allowed);
  });

  it('refuses an action without a resource to a policy that names one', () => {
    const request = aRequest({ action: 'rekognition:DetectFaces', resource: '*' });
    expect(isAllowed({ Resource: 'arn:aws:rekognition:*:*:collection/*' }, request)).toBe(false);
    expect(isAllowed({ Resource: '*' }, request)).toBe(true);
  });

  describe('policy variables', () => {
    const collection = 'arn:aws:rekognition:eu-west-1:000000000000:collection/faces.acme.2026a.0';
    const ofTenant = `arn:aws:rekognition:*:*:collection/faces.\${aws:PrincipalTag/tenant}.*`;
    const as = (context: Record<string, string | string[]>) =>
      isAllowed({ Resource: ofTenant }, aRequest({ resource: collection, context }));

    it('stand for the values of the request', () => {
      expect(as({ 'aws:PrincipalTag/tenant': 'acme' })).toBe(true);
      expect(as({ 'aws:PrincipalTag/tenant': 'globex' })).toBe(false);
    });

    it('refuse a caller without the tag, or with several values', () => {
      expect(as({})).toBe(false);
      expect(as({ 'aws:PrincipalTag/tenant': ['acme', 'globex'] })).toBe(false);
    });

    it('refuse a tag that contains a wildcard: it is a star, not a pattern', () => {
      expect(as({ 'aws:PrincipalTag/tenant': '*' })).toBe(false);
      expect(as({ 'aws:PrincipalTag/tenant': 'acm?' })).toBe(false);
    });

    it('fall back to their default', () => {
      const Resource = `arn:aws:rekognition:*:*:collection/faces.\${aws:PrincipalTag/tenant, 'acme'}.*`;
      expect(isAllowed({ Resource }, aRequest({ resource: collection }))).toBe(true);
    });

    it('give no tenant the resources of another', () => {
      const tenant = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,30}$/);
      fc.assert(
        fc.property(tenant, tenant, (caller, owner) => {
          const resource = `arn:aws:rekognition:eu-west-1:000000000000:collection/faces.${owner}.2026a.0`;
          const context = { 'aws:PrincipalTag/tenant': caller };
          expect(isAllowed({ Resource: ofTenant }, aRequest({ resource, context }))).toBe(caller === owner);
        }),
      );
    });

    it('give no caller the resources of a tenant, whatever the tag holds', () => {
      fc.assert(
        fc.property(fc.string(), (tag) => {
          fc.pre(tag !== 'acme' && !tag.startsWith('acme.'));
          expect(as({ 'aws:PrincipalTag/tenant': tag })).toBe(false);
        }),
      );
    });
  });

  describe('conditions', () => {
    const when = (Condition: object, context: Record<string, string | string[]>) =>
      isAllowed({ Condition }, aRequest({ context }));

    it.each<[string, object, Record<string, string | string[]>, boolean]>([
      ['StringEquals', { StringEquals: { k: ['a', 'b'] } }, { k: 'b' }, true],
      ['StringEquals, other value', { StringEquals: { k: 'a' } }, { k: 'A' }, false],
      ['StringEquals, star is no wildcard', { StringEquals: { k: '*' } }, { k: 'a' }, false],
      ['StringEquals, key missing', { StringEquals: { k: 'a' } }, {}, false],
      ['StringEqualsIfExists, key missing', { StringEqualsIfExists: { k: 'a' } }, {}, true],
      ['StringEqualsIfExists, other value', { StringEqualsIfExists: { k: 'a' } }, { k: 'b' }, false],
      ['StringEqualsIgnoreCase', { StringEqualsIgnoreCase: { k: 'a' } }, { k: 'A' }, true],
      ['StringNotEquals', { StringNotEquals: { k: ['a', 'b'] } }, { k: 'b' }, false],
      ['StringNotEquals, key missing', { StringNotEquals: { k: 'a' } }, {}, true],
      ['StringLike', { StringLike: { k: 'tenant#*' } }, { k: 'tenant#1' }, true],
      ['StringNotLike', { StringNotLike: { k: 'tenant#*' } }, { k: 'other#1' }, true],
      ['the name of a key in any case', { StringEquals: { 'AWS:K': 'a' } }, { 'aws:k': 'a' }, true],
      ['every key of an operator', { StringEquals: { k: 'a', l: 'b' } }, { k: 'a', l: 'x' }, false],
      ['several values without a set operator', { StringEquals: { k: 'a' } }, { k: ['a', 'a'] }, false],
      ['ForAllValues', { 'ForAllValues:StringLike': { k: 'a*' } }, { k: ['a1', 'a2'] }, true],
      ['ForAllValues, one is off', { 'ForAllValues:StringLike': { k: 'a*' } }, { k: ['a1', 'b'] }, false],
      ['ForAllValues, key missing', { 'ForAllValues:StringLike': { k: 'a*' } }, {}, true],
      ['ForAnyValue', { 'ForAnyValue:StringEquals': { k: 'a' } }, { k: ['b', 'a'] }, true],
      ['ForAnyValue, key missing', { 'ForAnyValue:StringEquals': { k: 'a' } }, {}, false],
      ['Null true, key missing', { Null: { k: 'true' } }, {}, true],
      ['Null true, key there', { Null: { k: 'true' } }, { k: 'a' }, false],
      ['Null false', { Null: { k: 'false' } }, { k: 'a' }, true],
      ['Bool', { Bool: { k: true } }, { k: 'true' }, true],
      ['NumericLessThan', { NumericLessThan: { k: 5 } }, { k: '4' }, true],
      ['NumericLessThan, not less', { NumericLessThan: { k: 5 } }, { k: '5' }, false],
      ['NumericGreaterThanEquals', { NumericGreaterThanEquals: { k: '5' } }, { k: '5' }, true],
      ['NumericEquals of no number', { NumericEquals: { k: '5' } }, { k: 'five' }, false],
      ['DateLessThan', { DateLessThan: { k: '2026-01-02T00:00:00Z' } }, { k: '2026-01-01T00:00:00Z' }, true],
      ['DateGreaterThan in seconds', { DateGreaterThan: { k: '100' } }, { k: '101' }, true],
      ['ArnLike', { ArnLike: { k: 'arn:aws:s3:::b*' } }, { k: 'arn:aws:s3:::bucket' }, true],
      ['ArnNotEquals', { ArnNotEquals: { k: 'arn:aws:s3:::a' } }, { k: 'arn:aws:s3:::b' }, true],
    ])('%s', (_name, condition, context, allowed) => {
      expect(when(condition, context)).toBe(allowed);
    });

    it('hold leading keys to the tenant of the caller', () => {
      const condition = {
        'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': `\${aws:PrincipalTag/tenant}#*` },
      };
      const tenant = { 'aws:PrincipalTag/tenant': 'acme' };
      expect(when(condition, { ...tenant, 'dynamodb:LeadingKeys': ['acme#1', 'acme#2'] })).toBe(true);
      expect(when(condition, { ...tenant, 'dynamodb:LeadingKeys': ['acme#1', 'globex#2'] })).toBe(false);
    });
  });

  describe('boundaries and session policies', () => {
    const everything = aPolicy({ Effect: 'Allow', Action: '*', Resource: '*' });
    const reading = aPolicy({ Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: '*' });

    it.each([
      ['permissions boundary', { boundary: reading }],
      ['session policy', { session: reading }],
    ] as const)('limit what the role may do: %s', (kind, limit) => {
      expect(evaluate({ identity: everything, ...limit }, aRequest())).toEqual({ allowed: true });
      expect(evaluate({ identity: everything, ...limit }, aRequest({ action: 's3:GetObject' }))).toEqual({
        allowed: false,
        explicit: false,
        kind,
      });
    });

    it('give nothing that the role does not have', () => {
      expect(evaluate({ identity: [], session: everything, boundary: everything }, aRequest()).allowed).toBe(
        false,
      );
    });
  });

  describe('laws', () => {
    const statement = fc.record({
      Effect: fc.constantFrom('Allow', 'Deny'),
      Action: fc.constantFrom('*', 'dynamodb:*', 'dynamodb:GetItem', 's3:GetObject'),
      Resource: fc.constantFrom('*', ITEMS, 'arn:aws:dynamodb:*:*:table/other'),
      Condition: fc.constantFrom({}, { StringEquals: { tenant: 'acme' } }, { Null: { tenant: 'true' } }),
    });
    const statements = fc.array(statement, { maxLength: 6 });
    const request = fc
      .record({
        action: fc.constantFrom('dynamodb:GetItem', 'dynamodb:PutItem', 's3:GetObject'),
        resource: fc.constantFrom(ITEMS, '*'),
        context: fc.constantFrom({}, { tenant: 'acme' }, { tenant: 'globex' }),
      })
      .map(aRequest);
    const verdict = (list: readonly object[], wanted: AccessRequest) =>
      evaluate({ identity: aPolicy(...list) }, wanted);

    it('a matching Deny wins over everything', () => {
      fc.assert(
        fc.property(statements, request, fc.nat(6), (list, wanted, at) => {
          const deny = { Effect: 'Deny', Action: '*', Resource: '*' };
          const withDeny = [...list.slice(0, at), deny, ...list.slice(at)];
          expect(verdict(withDeny, wanted)).toMatchObject({ allowed: false, explicit: true });
        }),
      );
    });

    it('the order of statements does not matter', () => {
      fc.assert(
        fc.property(statements, request, (list, wanted) => {
          expect(verdict([...list].reverse(), wanted)).toEqual(verdict(list, wanted));
        }),
      );
    });

    it('one more Allow never takes access away', () => {
      fc.assert(
        fc.property(statements, statement, request, (list, more, wanted) => {
          fc.pre(verdict(list, wanted).allowed);
          expect(verdict([...list, { ...more, Effect: 'Allow' }], wanted).allowed).toBe(true);
        }),
      );
    });

    it('one more Deny never gives access', () => {
      fc.assert(
        fc.property(statements, statement, request, (list, more, wanted) => {
          fc.pre(!verdict(list, wanted).allowed);
          expect(verdict([...list, { ...more, Effect: 'Deny' }], wanted).allowed).toBe(false);
        }),
      );
    });
  });

  describe('reading policies', () => {
    it.each([
      ['an operator that is not emulated', { Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } }],
      ['an element that is not understood', { NotPrincipal: { AWS: '*' } }],
    ])('refuses %s instead of overlooking it', (_name, element) => {
      const Statement = { Effect: 'Allow', Action: '*', Resource: '*', ...element };
      expect(() => parsePolicy({ Statement }, 'IndexFaceRole')).toThrow(/IndexFaceRole cannot be evaluated/);
    });
  });
});
