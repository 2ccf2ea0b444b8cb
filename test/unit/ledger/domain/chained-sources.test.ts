import { describe, expect, it } from 'vitest';
import { chainedSources } from '../../../../lambda/ledger/domain/chained-sources.ts';
import { minutesAfter, NOON } from '../../../support/lambda/builders.ts';

const aDraft = (data: Readonly<Record<string, unknown>>, source_id = 'one') => ({
  source_id,
  kind: 'decision',
  occurred_at: NOON.toISOString(),
  data,
});

describe('rows beside their entries', () => {
  const chained = chainedSources();
  chained.add(aDraft({ a: 1, b: [2] }));
  const check = (draft: ReturnType<typeof aDraft>) => chained.check(draft, minutesAfter(4));

  it('say the same, under whichever kind', () => {
    expect(check(aDraft({ b: [2], a: 1 }))).toBeUndefined();
    expect(check({ ...aDraft({ a: 1, b: [2] }), kind: 'review' })).toBeUndefined();
  });

  it('are found when they were changed', () => {
    expect(check(aDraft({ a: 1, b: [3] }))).toEqual({ fault: 'source_changed', source_id: 'one' });
    const later = { ...aDraft({ a: 1, b: [2] }), occurred_at: minutesAfter(1).toISOString() };
    expect(check(later)).toMatchObject({ fault: 'source_changed' });
  });

  it('are found when they have none, with their age', () => {
    expect(check(aDraft({}, 'two'))).toEqual({ fault: 'not_chained', source_id: 'two', age_ms: 240_000 });
  });
});
