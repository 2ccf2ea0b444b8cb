import { describe, expect, it } from 'vitest';
import { OBJECT_RULES, ROW_RULES } from '../../lambda/erasure/domain/inventory.ts';
import { STORE_NAMES } from '../../lambda/erasure/domain/stores.ts';
import * as keys from '../../lambda/platform/dynamo-keys.ts';
import { sources } from '../support/places.ts';

/** Kinds of rows without a rule. */
const unruled = (kinds: readonly string[]): readonly string[] =>
  kinds.filter((kind) => !Object.hasOwn(ROW_RULES, kind));

describe('everything that may hold something of a person', () => {
  // every key of a table is made by a function of this file (test/laws/files)
  const kinds = Object.entries(keys)
    .filter(([name, value]) => typeof value === 'function' && name !== 'epochSeconds')
    .map(([name]) => name);

  it('has a rule for its erasure, or a reason why it stays: rows of tables', () => {
    expect(unruled(kinds)).toEqual([]);
    expect(unruled([...kinds, 'plantedKey'])).toEqual(['plantedKey']);
    expect(Object.keys(ROW_RULES).filter((kind) => !kinds.includes(kind))).toEqual([]);
  });

  it('has a rule for its erasure, or a reason why it stays: objects in buckets', () => {
    const [, folders = ''] =
      /folder: ([^,]+),/.exec(
        sources.find(({ path }) => path === 'lambda/images/domain/evidence-key.ts')?.text ?? '',
      ) ?? [];
    const known = [...folders.matchAll(/'([a-z]+)'/g)].map(([, folder = '']) => folder);
    expect(known.length).toBeGreaterThan(3);
    for (const folder of known)
      expect(
        Object.keys(OBJECT_RULES).some((rule) => rule.endsWith(`/${folder}`)),
        folder,
      ).toBe(true);
  });

  it('is in the list of docs/erasure.md', async () => {
    const { readFile } = await import('node:fs/promises');
    const page = await readFile(new URL('../../docs/erasure.md', import.meta.url), 'utf8');
    for (const name of STORE_NAMES) expect(page, name).toContain(`| \`${name}\` |`);
  });
});
