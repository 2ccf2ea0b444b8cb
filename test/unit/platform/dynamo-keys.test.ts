import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { RESERVED_TENANTS } from '../../../lambda/kernel/tenancy.ts';
import * as keys from '../../../lambda/platform/dynamo-keys.ts';

describe('the partition of every row', () => {
  it('begins with a tenant, or with a name that no tenant may have', () => {
    const source = readFileSync(new URL('../../../lambda/platform/dynamo-keys.ts', import.meta.url), 'utf8');
    const partitions = [...source.matchAll(/(?:pk|user_id): `([^#`]*)#|=> `([^#`]*)#/g)].map(
      ([, own, shared]) => own ?? shared ?? '',
    );
    expect(partitions.length).toBeGreaterThan(15);
    for (const partition of partitions)
      expect(partition).toMatch(/^\$\{(\w+\.)?tenant\}$|^\$\{ACCOUNT_ROWS\}$/);
  });

  it('of a rate is in none of a tenant', () => {
    for (const { pk } of [keys.rateKey('IndexFaces'), keys.rateWindowKey('IndexFaces', 1)])
      expect(RESERVED_TENANTS).toContain(pk.split('#')[0]);
  });
});
