import { describe, expect, it } from 'vitest';
import { generationsOf, generationsSchema } from '../../../lambda/collections/contract.ts';
import { DEFAULT_POLICY, verificationPolicySchema } from '../../../lambda/kernel/policy.ts';
import { collectionId, tenantOfScopes, tenantScope } from '../../../lambda/kernel/tenancy.ts';

const aGeneration = (changes = {}) => ({
  generation: 'g1',
  shards: 4,
  shard_key: { kind: 'hash' },
  ...changes,
});
const messages = (result: { error?: { issues: { message: string }[] } | undefined }) =>
  result.error?.issues.map(({ message }) => message).join();

describe('the policy', () => {
  it("has the whitepaper's numbers by default", () => {
    expect(DEFAULT_POLICY.liveness.min_confidence).toBe(80);
    expect(DEFAULT_POLICY.match_thresholds['7.0']).toEqual({ regular: 95, sensitive: 99 });
    expect(DEFAULT_POLICY.quality.selfie).toEqual({
      max_yaw_degrees: 30,
      max_pitch_degrees: 30,
      min_sharpness: 25,
      min_brightness: 25,
      min_face_px: 50,
    });
  });

  it('survives the way through an environment variable, and leaves room for others in its 4 KB', () => {
    const json = JSON.stringify(DEFAULT_POLICY);
    expect(verificationPolicySchema.parse(JSON.parse(json))).toEqual(DEFAULT_POLICY);
    expect(json.length).toBeLessThan(2000);
  });

  it('refuses a threshold that reads like a fraction', () => {
    const policy = { ...DEFAULT_POLICY, match_thresholds: { '7.0': { regular: 0.95, sensitive: 99 } } };
    expect(messages(verificationPolicySchema.safeParse(policy))).toContain('write 95');
  });

  it('refuses a misspelt field, a version nobody answers, and an empty table', () => {
    expect(verificationPolicySchema.safeParse({ ...DEFAULT_POLICY, livenes: {} }).success).toBe(false);
    const thresholds = (match_thresholds: unknown) =>
      verificationPolicySchema.safeParse({ ...DEFAULT_POLICY, match_thresholds });
    expect(messages(thresholds({ v7: { regular: 95, sensitive: 99 } }))).toContain('"7.0"');
    expect(messages(thresholds({}))).toContain('at least one');
  });

  it('refuses to run CompareFaces with a model that has no threshold', () => {
    const policy = { ...DEFAULT_POLICY, stateless_face_model_version: '8.0' };
    expect(messages(verificationPolicySchema.safeParse(policy))).toContain('8.0');
  });
});

describe('the generations', () => {
  it('of a tenant are its own, or the default', () => {
    const generations = generationsSchema.parse({
      default: [aGeneration()],
      tenants: { acme: [aGeneration({ shards: 9 }), aGeneration({ generation: 'g2' })] },
    });
    expect(generationsOf(generations, 'acme').map(({ shards }) => shards)).toEqual([9, 4]);
    expect(generationsOf(generations, 'other').map(({ shards }) => shards)).toEqual([4]);
  });

  it('refuse more shards than a last digit tells apart, and names that break collection ids', () => {
    const parse = (changes: object) =>
      generationsSchema.safeParse({ default: [aGeneration(changes)], tenants: {} });
    expect(messages(parse({ shards: 11, shard_key: { kind: 'last_digit' } }))).toContain('at most 10');
    expect(parse({ shards: 10, shard_key: { kind: 'last_digit' } }).success).toBe(true);
    for (const generation of ['', 'G1', 'g.1', '1g', 'g'.repeat(17)])
      expect(parse({ generation }).success).toBe(false);
  });
});

describe('the generations of a tenant', () => {
  it('refuse to be none, or two of one name', () => {
    const parse = (list: object[]) => generationsSchema.safeParse({ default: list, tenants: {} });
    expect(messages(parse([]))).toContain('at least one');
    expect(messages(parse([aGeneration(), aGeneration({ shards: 8 })]))).toContain('the same name');
  });

  it('compare faces unless they say users', () => {
    const parse = (changes: object) =>
      generationsSchema.parse({ default: [aGeneration(changes)], tenants: {} }).default[0]?.vectors;
    expect(parse({})).toBe('face');
    expect(parse({ vectors: 'user' })).toBe('user');
  });
});

describe('the tenant of a token', () => {
  it('is the one that a scope names, whichever resource server holds it', () => {
    expect(tenantOfScopes(['face-idv/verifications.self', tenantScope('acme')])).toBe('acme');
    expect(tenantOfScopes([tenantScope('acme', 3)])).toBe('acme');
  });

  it('is none where none or several are named', () => {
    expect(tenantOfScopes(['face-idv/verifications.self'])).toBeUndefined();
    expect(tenantOfScopes([tenantScope('acme'), tenantScope('other', 1)])).toBeUndefined();
  });

  it('comes before the generation and the shard in the name of a collection', () => {
    expect(collectionId('face-idv', 'acme', 'g1', 3)).toBe('face-idv.acme.g1.3');
  });
});
