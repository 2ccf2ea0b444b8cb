import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cutOverObstacle,
  cutOverObstacles,
  isAtWork,
  isOver,
  MIGRATION_ACTIONS,
  MIGRATION_WORK,
  type Migration,
  type MigrationAction,
  type MigrationMove,
  type MigrationStatus,
  migrationProgress,
  migration as migrationSchema,
  migrationStatus,
  NO_IMAGES,
  needsAnotherPass,
  rolesAfter,
} from '../../../../lambda/migration/domain/migration.ts';
import { aMigration } from '../../../support/lambda/a-migration.ts';
import { minutesAfter, NOON } from '../../../support/lambda/builders.ts';

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

describe('the progress of a migration', () => {
  const halfWay = (changes: Partial<Migration> = {}): Migration =>
    aMigration({
      total: 1000,
      counts: { indexed: 400, present: 90, failed: 10 },
      calls: { IndexFaces: 400 },
      ...changes,
    });
  const prices = { IndexFaces: 0.001 };

  it('reports pace and remaining time of the work at hand, and the cost', () => {
    const work = { started_at: NOON.toISOString(), done: 500 };
    expect(migrationProgress(halfWay({ work }), prices, minutesAfter(1))).toEqual({
      done: 500,
      faces_per_second: 8.33,
      eta_seconds: 60,
      cost_usd: 0.4,
      estimated_cost_usd: 0.9,
    });
    // what follows the passes has a pace of its own
    const building = { started_at: minutesAfter(60).toISOString(), done: 900 };
    expect(
      migrationProgress(halfWay({ status: 'building', work: building }), prices, minutesAfter(61)),
    ).toEqual({ done: 900, faces_per_second: 15, eta_seconds: 7, cost_usd: 0.4, estimated_cost_usd: 0.4 });
  });

  it('reports no pace where there is no work, and no remaining time before the first face', () => {
    const work = { started_at: NOON.toISOString(), done: 0 };
    expect(migrationProgress(halfWay({ status: 'ready', work }), prices, minutesAfter(1))).toEqual({
      done: 500,
      cost_usd: 0.4,
      estimated_cost_usd: 0.4,
    });
    expect(migrationProgress(halfWay({ work }), prices, minutesAfter(1))).not.toHaveProperty('eta_seconds');
  });
});

describe('a cut-over', () => {
  it('is kept from happening by missing images and by answers that differ', () => {
    const floor = { min_comparisons: 10, min_agreement_percent: 90 };
    expect(cutOverObstacles(0, { compared: 10, agreed: 9 }, floor)).toEqual([]);
    expect(cutOverObstacles(1, { compared: 10, agreed: 8 }, floor)).toEqual([
      'images_missing',
      'generations_disagree',
    ]);
  });
});

describe('what is stored of a migration', () => {
  const stored = aMigration({
    work: { started_at: NOON.toISOString(), done: 3 },
    position: { shard: 1, cursor: 'face-1' },
    counts: { indexed: 1, present: 2, failed: 3 },
    calls: { IndexFaces: 4 },
  });

  it('is read as it was written, in every status', () => {
    const statuses = [
      'filling',
      'verifying',
      'building',
      'ready',
      'cut_over',
      'draining',
      'drained',
      'canceling',
      'canceled',
    ];
    expect(migrationStatus.options).toEqual(statuses);
    for (const status of statuses)
      expect(migrationSchema.parse({ ...stored, status })).toEqual({ ...stored, status });
    expect(migrationSchema.parse(aMigration())).toEqual(aMigration());
    expect(cutOverObstacle.options).toEqual(['images_missing', 'generations_disagree']);
  });

  it.each([
    ['total', { total: -1 }],
    ['pass', { pass: 0 }],
    ['work', { work: { started_at: '', done: -1 } }],
    ['position', { position: { shard: -1 } }],
    ['indexed', { counts: { ...NO_IMAGES, indexed: -1 } }],
    ['present', { counts: { ...NO_IMAGES, present: -1 } }],
    ['failed', { counts: { ...NO_IMAGES, failed: -1 } }],
  ])('fails to be read where it counts less than there can be: %s', (_what, changes) => {
    expect(migrationSchema.safeParse({ ...stored, ...changes }).success).toBe(false);
  });

  it('may count nothing', () => {
    const none = { total: 0, work: { started_at: '', done: 0 }, position: { shard: 0 }, counts: NO_IMAGES };
    expect(migrationSchema.safeParse({ ...stored, ...none }).success).toBe(true);
  });
});

it('leaves each status as the state diagram of the documentation shows', () => {
  const page = readFileSync(new URL('../../../../docs/migrations.md', import.meta.url), 'utf8');
  const drawn = [...page.matchAll(/^ {2}(\w+) --> (\w+)(?:: (.+))?$/gm)].map(([, from, to, label = '']) => [
    from,
    to,
    label in MIGRATION_ACTIONS ? label : 'work',
  ]);
  const arrows = [
    ...Object.entries(MIGRATION_WORK).map(([from, to]) => [from, to, 'work']),
    ...ACTIONS.flatMap((action) => moveOf(action).from.map((from) => [from, moveOf(action).to, action])),
  ];
  expect(drawn.sort()).toEqual(arrows.sort());
});
