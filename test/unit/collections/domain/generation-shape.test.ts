import { expect, it } from 'vitest';
import { requireSameShape } from '../../../../lambda/collections/domain/generation-shape.ts';
import { aGeneration } from '../../../support/lambda/in-memory-generations.ts';

const kept = aGeneration();

it('accepts the shape of the first use', () => {
  expect(() => requireSameShape('acme', kept, aGeneration())).not.toThrow();
});

it.each([
  ['fewer shards', { shards: 2 }, '4 shards', '2 shards'],
  ['one shard', { shards: 1 }, '4 shards', '1 shard'],
  ['more shards', { shards: 8 }, '4 shards', '8 shards'],
  ['another shard key', { shard_key: { kind: 'last_digit' } }, 'shard key hash', 'shard key last_digit'],
  [
    'the key of an attribute',
    { shard_key: { kind: 'attribute', attribute: 'country' } },
    'shard key hash',
    'shard key attribute country',
  ],
  ['other vectors', { vectors: 'user' }, 'face vectors', 'user vectors'],
  ['several changes', { shards: 2, vectors: 'user' }, '4 shards, face vectors', '2 shards, user vectors'],
] as const)('refuses %s, and says what was, what is and what to do', (_what, changes, was, is) => {
  expect(() => requireSameShape('acme', kept, aGeneration(changes))).toThrow(
    `generation g1 of tenant acme was first used with ${was}, and lib/config.ts has ${is}: put it back, add a generation with a new name after it, and migrate (docs/migrations.md)`,
  );
});
