import { describe, expect, it } from 'vitest';
import { OBJECT_RULES, OTHER_RULES, ROW_RULES } from '../../../../lambda/erasure/domain/inventory.ts';
import { STORE_NAMES } from '../../../../lambda/erasure/domain/stores.ts';

describe('the inventory of what is kept', () => {
  const rules = [ROW_RULES, OBJECT_RULES, OTHER_RULES].flatMap((one) => Object.values(one));

  it('gives work to every store but those that only stop what runs', () => {
    const used = new Set(rules.flatMap((rule) => ('erased_by' in rule ? [rule.erased_by] : [])));
    expect(STORE_NAMES.filter((name) => !used.has(name))).toEqual(['open_sessions', 'open_enrollments']);
  });

  it('says why what stays does', () => {
    for (const rule of rules) if ('stays' in rule) expect(rule.stays.length).toBeGreaterThan(4);
  });
});
