import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { evidencePrefix } from '../../lambda/images/domain/evidence-key.ts';
import * as keys from '../../lambda/platform/dynamo-keys.ts';
import { configOfStage } from '../../lib/config.ts';
import { CLASSES_OF_DATA } from '../../lib/retention-classes.ts';
import { retentionSchedule } from '../../lib/retention-schedule.ts';
import { STORED_PREFIXES, STORED_ROWS, STORING_RESOURCES } from '../../lib/retention-stores.ts';
import { sources } from '../support/places.ts';

const root = new URL('../../', import.meta.url);

describe('what is stored', () => {
  it('every kind of row has an owner and a class with a time, in lib/retention-stores.ts', () => {
    const made = Object.keys(keys).filter((name) => name.endsWith('Key'));
    const listed = STORED_ROWS.flatMap((rows) => rows.keys).filter((name) => !name.startsWith('#'));
    expect(listed.toSorted()).toEqual(made.toSorted());
  });

  it('a partition key is made in one place, or listed too', () => {
    const listed = STORED_ROWS.flatMap((rows) => rows.keys).filter((name) => name.startsWith('#'));
    const elsewhere = sources
      .filter(({ path }) => path.startsWith('lambda/') && !path.endsWith('/dynamo-keys.ts'))
      .flatMap(({ text }) => [...text.matchAll(/\b(?:pk|staticPkValue): `\$\{[^}]*tenant\}(#[a-z-]+#)/g)])
      .map(([, middle]) => middle);
    expect(new Set(elsewhere)).toEqual(new Set(listed));
  });

  it('every owner is a capability', () => {
    const folders = readdirSync(new URL('lambda', root));
    const owners = [...STORED_ROWS, ...STORING_RESOURCES].map(({ owner }) => owner);
    expect(owners.filter((owner) => !folders.includes(owner))).toEqual([]);
  });

  it('every folder of images has a class', () => {
    type Folder = Parameters<typeof evidencePrefix>[1];
    const listed: Readonly<Record<Folder, string>> = STORED_PREFIXES as Record<Folder, string>;
    const text = readFileSync(new URL('lambda/images/domain/evidence-key.ts', root), 'utf8');
    const [, union = ''] = /folder: ([^,]+),/.exec(text) ?? [];
    const folders = [...union.matchAll(/'([a-z]+)'/g)].map(([, folder = '']) => folder);
    expect(folders.length).toBeGreaterThan(3);
    expect(Object.keys(listed).toSorted()).toEqual(folders.toSorted());
    expect(evidencePrefix({ id: 'vs_1', tenant: 'acme' }, 'liveness')).toBe('acme/vs_1/liveness');
  });
});

it('the public schedule is that of the config: npm run retention-schedule', () => {
  const config = configOfStage('prod', { alarmTarget: 'ops@example.com' });
  const written = readFileSync(new URL('docs/retention-schedule.md', root), 'utf8');
  expect(written).toBe(retentionSchedule(config));
  for (const { kept } of Object.values(CLASSES_OF_DATA)) expect(kept(config)).not.toMatch(/undefined|NaN/);
});
