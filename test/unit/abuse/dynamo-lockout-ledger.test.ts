import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDynamoLockoutLedgerStore } from '../../../lambda/abuse/adapters/dynamo-lockout-ledger.ts';
import { EMPTY_LEDGER } from '../../../lambda/abuse/domain/lockout.ts';
import { minutesAfter, NOON } from '../../support/lambda/builders.ts';
import { type DynamoTables, someDynamoTables } from '../../support/lambda/dynamo-tables.ts';
import { InMemoryLockouts } from '../../support/lambda/in-memory-lockouts.ts';
import { writtenEvents } from '../../support/lambda/written-events.ts';
import { runLockoutLedgerContract } from './lockout-ledger.contract.ts';

describe('in memory', () => {
  runLockoutLedgerContract(() => new InMemoryLockouts());
});

describe('in DynamoDB', () => {
  let tables: DynamoTables;
  beforeAll(async () => {
    tables = await someDynamoTables();
  });
  afterAll(() => tables.close());

  const open = () => createDynamoLockoutLedgerStore(tables.documents, tables.control, () => NOON);
  runLockoutLedgerContract(open);

  it('reports a lock and its end to others, and no change that locks nobody', async () => {
    const subject = { kind: 'user', id: 'ann' } as const;
    const locked = { ...EMPTY_LEDGER, timeouts: 1, locked_until: minutesAfter(30).getTime() };
    const counted = { ...EMPTY_LEDGER, failures: [{ at: NOON.getTime(), user_id: 'ann' }] };
    for (const ledger of [counted, locked, locked, EMPTY_LEDGER, EMPTY_LEDGER])
      await open().update('reporting', subject, () => ledger);
    const types = (await writtenEvents(tables, 'reporting')).map(({ type }) => type);
    expect(types.sort()).toEqual(['lockout.lifted', 'lockout.started']);
  });
});
