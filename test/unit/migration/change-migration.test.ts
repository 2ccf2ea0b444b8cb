import { describe, expect, it } from 'vitest';
import type { MissingImage } from '../../../lambda/enrollment/ports/missing-images.ts';
import type { ChangeMigrationRequest } from '../../../lambda/migration/contract.ts';
import {
  MIGRATION_ACTIONS,
  type Migration,
  type MigrationAction,
  type MigrationMove,
  migrationStatus,
} from '../../../lambda/migration/domain/migration.ts';
import { changeBy } from '../../../lambda/migration/domain/migration-event.ts';
import { type ChangeMigrationDependencies, changeMigration } from '../../../lambda/migration/migrations.ts';
import { aMigration } from '../../support/lambda/a-migration.ts';
import { anOperator, NOON, TENANT } from '../../support/lambda/builders.ts';
import { activeGenerations } from '../../support/lambda/in-memory-generations.ts';
import { aShadowReadPolicy, NO_SHADOW_READS } from '../../support/lambda/in-memory-shadow-reads.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

const OPERATOR = anOperator();
interface Situation {
  readonly missing?: Readonly<Record<string, readonly MissingImage['reason'][]>>;
  readonly disagreements?: number;
  readonly accepted?: Partial<ChangeMigrationRequest>;
  readonly isRaced?: boolean;
}

/** Does something to a migration. */
function change(
  action: MigrationAction | 'resume',
  migration: Migration,
  { missing = {}, disagreements = 0, accepted = {}, isRaced = false }: Situation = {},
) {
  let held = migration;
  const acted: unknown[] = [];
  const started: unknown[] = [];
  const { emit, metrics } = recordedMetrics();
  const dependencies: ChangeMigrationDependencies = {
    emit,
    migrations: {
      get: async () => held,
      act: async (...args) => {
        acted.push(args);
        if (isRaced) return false;
        held = { ...held, status: MIGRATION_ACTIONS[args[1]].to };
        return true;
      },
    },
    generations: activeGenerations(),
    missing: {
      count: async (_tenant, generation) => (missing[generation] ?? []).length,
      list: async (_tenant, generation) =>
        (missing[generation] ?? []).map((reason) => ({ user_id: 'ann', image_id: 'img_1', reason })),
    },
    shadowReads: {
      figures: async () => ({
        ...NO_SHADOW_READS,
        counts: { ...NO_SHADOW_READS.counts, only_old: disagreements },
      }),
    },
    policy: aShadowReadPolicy(),
    workflow: {
      start: async (input) => {
        started.push(input);
      },
    },
    clock: () => NOON,
    newIdentifier: (prefix) => `${prefix}_attempt`,
  };
  const changed = changeMigration(
    OPERATOR,
    migration.id,
    action,
    { accept_missing: false, accept_disagreement: false, ...accepted },
    dependencies,
  );
  return { acted, started, metrics, changed };
}

const ACTIONS = Object.keys(MIGRATION_ACTIONS) as MigrationAction[];
const moveOf = (action: MigrationAction): MigrationMove => MIGRATION_ACTIONS[action];
const WORK = { tenant: TENANT, migration_id: 'mig_1', attempt: 'mig_attempt' };

describe('changing a migration', () => {
  it('is done from the statuses that allow it, and has the work that follows done', async () => {
    for (const action of ACTIONS)
      for (const status of moveOf(action).from) {
        const migration = aMigration({ status });
        const { acted, started, metrics, changed } = change(action, migration);
        expect(await changed).toMatchObject({ status: moveOf(action).to });
        expect(acted).toEqual([[migration, action, 0, NOON]]);
        const isWork = ['draining', 'canceling', 'filling'].includes(moveOf(action).to);
        expect(started, action).toEqual(isWork ? [WORK] : []);
        const Change = changeBy(action);
        expect(metrics).toEqual(
          Change ? [{ name: 'MigrationChanged', value: 1, dimensions: { Change } }] : [],
        );
      }
  });

  it('is refused from every other status, with those that allow it', async () => {
    for (const action of ACTIONS)
      for (const status of migrationStatus.options) {
        if (moveOf(action).from.includes(status)) continue;
        const { acted, started, changed } = change(action, aMigration({ status }));
        await expect(changed, `${action} ${status}`).rejects.toMatchObject({
          code: 'invalid_state',
          message: expect.stringContaining(moveOf(action).from.join(' or ')),
        });
        expect([acted, started]).toEqual([[], []]);
      }
  });

  it('is refused where somebody else has changed it at this moment', async () => {
    const { started, changed } = change('cancel', aMigration({ status: 'ready' }), { isRaced: true });
    await expect(changed).rejects.toMatchObject({ code: 'invalid_state' });
    expect(started).toEqual([]);
  });

  it('resumes work that a fault has ended, and changes nothing', async () => {
    const { acted, started, changed } = change('resume', aMigration({ status: 'building' }));
    expect(await changed).toEqual(aMigration({ status: 'building' }));
    expect([acted, started]).toEqual([[], [WORK]]);
    const idle = change('resume', aMigration({ status: 'ready' }));
    await expect(idle.changed).rejects.toMatchObject({
      code: 'invalid_state',
      message: expect.stringContaining('ready'),
    });
    expect(idle.started).toEqual([]);
  });
});

describe('the obstacles to a cut-over', () => {
  const ready = aMigration({ status: 'ready' });
  const cutOver = aMigration({ status: 'cut_over' });
  const missing = { g2: ['image_missing', 'face_not_detected', 'image_missing'] } as const;

  it('are images that are missing in the new generation, by their reasons, unless that is accepted', async () => {
    await expect(change('cut-over', ready, { missing }).changed).rejects.toMatchObject({
      code: 'invalid_state',
      message: expect.stringContaining('3 images could not be moved (face_not_detected, image_missing)'),
    });
    const accepted = { accept_missing: true };
    await expect(change('cut-over', ready, { missing, accepted }).changed).resolves.toMatchObject({
      status: 'cut_over',
    });
    const both = { missing, accepted: { accept_disagreement: true } };
    await expect(change('cut-over', ready, both).changed).rejects.toMatchObject({ code: 'invalid_state' });
  });

  it('are those of the old generation where the way is back', async () => {
    await expect(change('roll-back', cutOver, { missing }).changed).resolves.toMatchObject({
      status: 'ready',
    });
    const old = { g1: missing.g2 };
    await expect(change('roll-back', cutOver, { missing: old }).changed).rejects.toMatchObject({
      code: 'invalid_state',
    });
    const accepted = { accept_missing: true };
    await expect(change('roll-back', cutOver, { missing: old, accepted }).changed).resolves.toMatchObject({
      status: 'ready',
    });
  });

  it('are answers that differ, unless that is accepted, and none on the way back', async () => {
    await expect(change('cut-over', ready, { disagreements: 2 }).changed).rejects.toMatchObject({
      code: 'invalid_state',
      message: expect.stringMatching(/0 of 2 .*99 %/),
    });
    const accepted = { accept_disagreement: true };
    await expect(change('cut-over', ready, { disagreements: 2, accepted }).changed).resolves.toMatchObject({
      status: 'cut_over',
    });
    const other = { disagreements: 2, accepted: { accept_missing: true } };
    await expect(change('cut-over', ready, other).changed).rejects.toMatchObject({ code: 'invalid_state' });
    await expect(change('roll-back', cutOver, { disagreements: 2 }).changed).resolves.toMatchObject({
      status: 'ready',
    });
  });

  it('keep nothing else from being done', async () => {
    for (const [action, migration] of [
      ['drain', cutOver],
      ['recheck', ready],
      ['cancel', ready],
    ] as const)
      await expect(change(action, migration, { missing, disagreements: 2 }).changed).resolves.toBeDefined();
  });
});
