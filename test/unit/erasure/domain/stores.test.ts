import { describe, expect, it } from 'vitest';
import { STORE_NAMES, WAITS_FOR } from '../../../../lambda/erasure/domain/stores.ts';

describe('the stores of an erasure', () => {
  it('wait only for stores before them, so that each pass reaches every one', () => {
    for (const [name, others] of Object.entries(WAITS_FOR))
      for (const other of others)
        expect(STORE_NAMES.indexOf(other), `${name} waits for ${other}`).toBeLessThan(
          STORE_NAMES.indexOf(name as (typeof STORE_NAMES)[number]),
        );
  });
});
