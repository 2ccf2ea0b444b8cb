import { expect, it } from 'vitest';
import { LEDGER_KINDS } from '../../../../lambda/events/domain/catalog-row.ts';
import { EVENT_CATALOG } from '../../../../lambda/events/domain/event-catalog.ts';

it('has a kind of ledger entry for what the catalog keeps, and none that nothing has', () => {
  const kept = new Set(Object.values(EVENT_CATALOG).flatMap(({ ledger }) => ledger ?? []));
  expect([...kept].sort()).toEqual([...LEDGER_KINDS]);
});
