import type { Generation } from '../../../lambda/collections/contract.ts';
import type {
  GenerationRegistry,
  TenantGenerations,
} from '../../../lambda/collections/ports/generation-registry.ts';

export const aGeneration = (changes: Partial<Generation> = {}): Generation => ({
  generation: 'g1',
  shards: 4,
  shard_key: { kind: 'hash' },
  vectors: 'face',
  ...changes,
});

/** Tenants whose generations stay as they are. */
export const activeGenerations = (
  changes: Partial<Generation> = {},
  others: Omit<Partial<TenantGenerations>, 'active'> = {},
): GenerationRegistry => ({
  get: async () => ({ revision: 0, active: aGeneration(changes), ...others }),
  keep: async () => {},
});
