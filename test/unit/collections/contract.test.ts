import { describe, expect, it } from 'vitest';
import {
  deployedGenerations,
  galleriesOf,
  generationsOf,
  generationsSchema,
  isConfigured,
  shardsOfGalleries,
  vectorsOf,
  watchlistsOf,
} from '../../../lambda/collections/contract.ts';

const aGeneration = (changes = {}) => ({
  generation: 'g1',
  shards: 4,
  shard_key: { kind: 'hash' },
  ...changes,
});
const messages = (result: { error?: { issues: { message: string }[] } | undefined }) =>
  result.error?.issues.map(({ message }) => message).join();

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

it.each([
  ['p.acme.g1.3', true],
  ['p.acme.g1.4', false],
  ['p.acme.g2.0', false],
])('the configuration has collection %s: %s', (collection, has) => {
  const generations = generationsSchema.parse({ default: [aGeneration()], tenants: {} });
  expect(isConfigured(generations, 'acme', collection)).toBe(has);
});

describe('the watchlists of a tenant', () => {
  const generations = deployedGenerations.parse({
    default: [aGeneration({ vectors: 'user', shards: 2 }), aGeneration({ generation: 'g2', shards: 1 })],
    tenants: {},
    watchlists: { acme: ['fraud', 'pep'] },
  });

  it('have one collection each in every generation, searched by face', () => {
    const shards = (tenant: string) =>
      shardsOfGalleries('p', tenant, galleriesOf(generations, tenant)).map(
        ({ collectionId, vectors }) => `${collectionId} ${vectors}`,
      );
    expect(shards('acme')).toEqual([
      'p.acme.g1.0 user',
      'p.acme.g1.1 user',
      'p.acme.g1_fraud.0 face',
      'p.acme.g1_pep.0 face',
      'p.acme.g2.0 face',
      'p.acme.g2_fraud.0 face',
      'p.acme.g2_pep.0 face',
    ]);
    expect(shards('other')).toEqual(['p.other.g1.0 user', 'p.other.g1.1 user', 'p.other.g2.0 face']);
    expect(watchlistsOf(generations, 'acme')).toEqual(['fraud', 'pep']);
    expect(watchlistsOf(generations, 'other')).toEqual([]);
  });

  it('are configured like shards, and have no user vectors', () => {
    expect(isConfigured(generations, 'acme', 'p.acme.g1_fraud.0')).toBe(true);
    expect(isConfigured(generations, 'acme', 'p.acme.g1_fraud.1')).toBe(false);
    expect(isConfigured(generations, 'acme', 'p.acme.g1_other.0')).toBe(false);
    expect(isConfigured(generations, 'other', 'p.other.g1_fraud.0')).toBe(false);
    expect(vectorsOf(generations, 'acme', 'p.acme.g1.0')).toBe('user');
    expect(vectorsOf(generations, 'acme', 'p.acme.g1_fraud.0')).toBe('face');
    expect(() => vectorsOf(generations, 'other', 'p.other.g1_fraud.0')).toThrow('belongs to no generation');
  });

  it.each(['Fraud', '1st', 'a_b', 'a.b', 'a#b', '', 'a'.repeat(32)])('refuse the name "%s"', (name) => {
    const parsed = deployedGenerations.safeParse({ ...generations, watchlists: { acme: [name] } });
    expect(parsed.success).toBe(false);
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
