import { expect, it } from 'vitest';
import { MIGRATION_ACTIONS, type MigrationAction } from '../../../../lambda/migration/domain/migration.ts';
import { changeBy, eventOfMigration } from '../../../../lambda/migration/domain/migration-event.ts';
import { aMigration } from '../../../support/lambda/a-migration.ts';
import { NOON, TENANT } from '../../../support/lambda/builders.ts';

it('reports what searches and operators notice, and no step in between', () => {
  const actions = Object.keys(MIGRATION_ACTIONS) as MigrationAction[];
  expect(Object.fromEntries(actions.map((action) => [action, changeBy(action)]))).toEqual({
    'cut-over': 'cut_over',
    'roll-back': 'rolled_back',
    cancel: 'canceled',
    drain: undefined,
    recheck: undefined,
  });
});

it('names the migration and its generations', () => {
  expect(eventOfMigration(aMigration(), 'started', NOON)).toEqual({
    type: 'migration.started',
    id: 'mig_1-started',
    tenant: TENANT,
    subject: 'mig_1',
    occurred_at: NOON.toISOString(),
    details: { from: 'g1', to: 'g2' },
  });
});

it('tells a second cut-over from the first, by the generations that it has changed', () => {
  const [first, second] = [4, 6].map(
    (revision) => eventOfMigration(aMigration(), 'cut_over', NOON, revision).id,
  );
  expect(first).not.toBe(second);
});
