import db from 'dynalite/db/index.js';
import type { Item, SecondaryIndex, TableDescription } from './item.ts';
import { indexOf, type Writes } from './store.ts';

/*
 * Index entries are written here, not by dynalite: it distinguishes items with the same index key by 24 bits
 * of a hash, and when two of them fall together one is missing from the index.
 */

/** An index with the part of the database that holds it. */
export interface PlacedIndex {
  readonly prefix: string;
  readonly index: SecondaryIndex;
}

export const indexesOf = (table: TableDescription): readonly PlacedIndex[] =>
  (['Global', 'Local'] as const).flatMap((scope) =>
    (table[`${scope}SecondaryIndexes`] ?? []).map((index) => ({
      prefix: indexOf(scope, table.TableName, index.IndexName),
      index,
    })),
  );

/** Writes what the indexes of a table hold of an item after it has changed. */
export function stageIndexEntries(
  table: TableDescription,
  before: Item | undefined,
  after: Item | undefined,
  writes: Writes,
): void {
  const indexes = indexesOf(table);
  for (const key of entriesOf(table, indexes, before).keys()) writes.set(key, undefined);
  for (const [key, entry] of entriesOf(table, indexes, after)) writes.set(key, entry);
}

/** The entries of one item in these indexes: none in an index whose key attributes it lacks. */
export function entriesOf(
  table: TableDescription,
  indexes: readonly PlacedIndex[],
  item: Item | undefined,
): ReadonlyMap<string, Item> {
  const entries = new Map<string, Item>();
  for (const { prefix, index } of indexes)
    if (item && index.KeySchema.every(({ AttributeName }) => item[AttributeName] !== undefined))
      entries.set(prefix + entryKey(table, index, item), projected(table, index, item));
  return entries;
}

/** Sorts like dynalite's own key of the item in the index, and is unique to the item. */
export const entryKey = (table: TableDescription, index: SecondaryIndex, item: Item): string =>
  `${db.createIndexKey(item, table, index.KeySchema)}/${db.createKey(item, table)}`;

function projected(table: TableDescription, { KeySchema, Projection }: SecondaryIndex, item: Item): Item {
  if (Projection.ProjectionType === 'ALL') return item;
  const kept = new Set([
    ...[...table.KeySchema, ...KeySchema].map(({ AttributeName }) => AttributeName),
    ...(Projection.NonKeyAttributes ?? []),
  ]);
  return Object.fromEntries(Object.entries(item).filter(([name]) => kept.has(name)));
}
