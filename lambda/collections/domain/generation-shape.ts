import type { ShardKey } from './shard.ts';

/**
 * The part of a generation that decides where a user's face is. Once a face is written it must stay: with
 * fewer shards, searches no longer reach every face, and people would enroll a second time.
 */
export interface GenerationShape {
  readonly generation: string;
  readonly shards: number;
  readonly shard_key: ShardKey;
  readonly vectors: 'face' | 'user';
}

/** A generation is configured with another shape than the one it was first used with. */
export class GenerationChanged extends Error {
  override readonly name = 'GenerationChanged';
}

const describeKey = (key: ShardKey): string =>
  key.kind === 'attribute' ? `attribute ${key.attribute}` : key.kind;

/** Members of a shape in the words of a message. */
const MEMBERS: readonly ((shape: GenerationShape) => string)[] = [
  ({ shards }) => (shards === 1 ? '1 shard' : `${shards} shards`),
  ({ shard_key }) => `shard key ${describeKey(shard_key)}`,
  ({ vectors }) => `${vectors} vectors`,
];

/**
 * Compares the shape that a generation was first used with to the configured one.
 * @throws GenerationChanged that names both and the way to change a shape
 */
export function requireSameShape(tenant: string, kept: GenerationShape, configured: GenerationShape): void {
  const changed = MEMBERS.filter((inWords) => inWords(kept) !== inWords(configured));
  if (changed.length === 0) return;
  const list = (shape: GenerationShape) => changed.map((inWords) => inWords(shape)).join(', ');
  throw new GenerationChanged(
    `generation ${kept.generation} of tenant ${tenant} was first used with ${list(kept)}, and lib/config.ts has ${list(configured)}: put it back, add a generation with a new name after it, and migrate (docs/migrations.md)`,
  );
}
