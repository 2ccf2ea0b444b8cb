import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isAtWork,
  isOver,
  MIGRATION_ACTIONS,
  MIGRATION_WORK,
  type Migration,
  type MigrationAction,
  type MigrationMove,
  type MigrationStatus,
  migrationCost,
  migrationStatus,
  NO_IMAGES,
  needsAnotherPass,
  rolesAfter,
} from '../../../../lambda/domain/migration.ts';

const ACTIONS = Object.keys(MIGRATION_ACTIONS) as MigrationAction[];
const moveOf = (action: MigrationAction): MigrationMove => MIGRATION_ACTIONS[action];

describe('the life of a migration', () => {
  it('ends, whatever operators do, with one generation that decides and none that is only written', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...ACTIONS, 'work' as const), { maxLength: 40 }), (steps) => {
        let status: MigrationStatus = 'filling';
        let roles: ReturnType<typeof rolesAfter> = { active: 'old', filling: 'new' };
        for (const step of steps) {
          if (step === 'work') status = isAtWork(status) ? MIGRATION_WORK[status] : status;
          else if (moveOf(step).from.includes(status)) {
            status = moveOf(step).to;
            roles = rolesAfter({ from: 'old', to: 'new' }, step);
          }
          // whoever may become active again is written all the time
          const isUndecided = !['draining', 'drained', 'canceling', 'canceled'].includes(status);
          expect(roles.filling !== undefined || roles.draining !== undefined).toBe(isUndecided);
          const isNew = ['cut_over', 'draining', 'drained'].includes(status);
          expect(roles.active).toBe(isNew ? 'new' : 'old');
        }
      }),
    );
  });

  it('is over where nothing leads on', () => {
    expect(migrationStatus.options.filter(isOver)).toEqual(['drained', 'canceled']);
  });
});

describe('a pass', () => {
  it('is followed by another until one finds everything in place', () => {
    expect(needsAnotherPass({ indexed: 1, present: 9, failed: 0 })).toBe(true);
    expect(needsAnotherPass({ indexed: 0, present: 9, failed: 3 })).toBe(false);
  });
});

describe('the cost of a migration', () => {
  const aMigration = (changes: Partial<Migration>): Migration => ({
    tenant: 'acme',
    id: 'mig_1',
    from: 'g1',
    to: 'g2',
    status: 'filling',
    created_at: '2026-03-02T12:00:00.000Z',
    total: 1000,
    pass: 1,
    position: { shard: 0 },
    counts: { ...NO_IMAGES, indexed: 400, present: 100 },
    calls: { IndexFaces: 400 },
    ...changes,
  });
  const prices = { IndexFaces: 0.001 };

  it('is what was called, and before the end what is left besides', () => {
    expect(migrationCost(aMigration({}), prices)).toEqual({ cost_usd: 0.4, estimated_cost_usd: 0.9 });
    expect(migrationCost(aMigration({ status: 'ready' }), prices)).toEqual({
      cost_usd: 0.4,
      estimated_cost_usd: 0.4,
    });
  });
});
