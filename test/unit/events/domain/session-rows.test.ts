import { expect, it } from 'vitest';
import { SESSION_ROWS } from '../../../../lambda/events/domain/session-rows.ts';

it.each(Object.entries(SESSION_ROWS))(
  '%s is counted, goes to webhooks, and shows its person a status',
  (_, row) => {
    expect(row).toMatchObject({ subject: 'session', webhook: true });
    expect(row.metrics.length).toBeGreaterThan(0);
    expect(row.client).toMatch(/^`[a-z_]+`/);
  },
);

it('has each decision in the ledger', () => {
  const decisions = Object.entries(SESSION_ROWS).flatMap(([type, row]) =>
    'ledger' in row && row.ledger === 'decision' ? [type.split('.')[1]] : [],
  );
  expect(decisions.sort()).toEqual(['approved', 'declined', 'failed', 'held']);
});
