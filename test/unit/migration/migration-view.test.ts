import { describe, expect, it } from 'vitest';
import type { MissingImage } from '../../../lambda/enrollment/ports/missing-images.ts';
import { migrationStatus } from '../../../lambda/migration/domain/migration.ts';
import { migrationDetails, toMigrationView } from '../../../lambda/migration/migration-view.ts';
import type { Disagreement } from '../../../lambda/migration/ports/shadow-reads.ts';
import { aMigration } from '../../support/lambda/a-migration.ts';
import { minutesAfter, NOON, TENANT } from '../../support/lambda/builders.ts';
import { aShadowReadPolicy, NO_SHADOW_READS } from '../../support/lambda/in-memory-shadow-reads.ts';

it('shows operators a migration with its progress and its bill, and not whose it is', () => {
  const migration = aMigration({
    total: 10,
    counts: { indexed: 4, present: 1, failed: 0 },
    calls: { IndexFaces: 4 },
    work: { started_at: NOON.toISOString(), done: 5 },
  });
  expect(toMigrationView(migration, { IndexFaces: 0.001 }, minutesAfter(1))).toEqual({
    id: 'mig_1',
    status: 'filling',
    from: 'g1',
    to: 'g2',
    created_at: NOON.toISOString(),
    total: 10,
    pass: 1,
    counts: { indexed: 4, present: 1, failed: 0 },
    billable_calls: { IndexFaces: 4 },
    done: 5,
    faces_per_second: 0.08,
    eta_seconds: 60,
    cost_usd: 0.004,
    estimated_cost_usd: 0.009,
  });
});

describe('the details of a migration', () => {
  const failures: MissingImage[] = [{ user_id: 'ann', image_id: 'img_1', reason: 'image_missing' }];
  const disagreements: Disagreement[] = [
    { session_id: 'vs_1', search: 'duplicate_search', kind: 'only_old', compared_at: NOON.toISOString() },
  ];
  const detailsOf = (migration = aMigration({ status: 'ready' }), missing = 3) => {
    const asked: unknown[] = [];
    const about =
      <Answer>(answer: Answer) =>
      async (...args: readonly unknown[]) => {
        asked.push(args);
        return answer;
      };
    const counts = { ...NO_SHADOW_READS.counts, same_person: 1, only_old: 1 };
    const details = migrationDetails(migration, {
      missing: { count: about(missing), list: about(failures) },
      shadowReads: {
        figures: about({ ...NO_SHADOW_READS, counts, calls: { SearchFacesByImage: 8 } }),
        disagreements: about(disagreements),
      },
      policy: aShadowReadPolicy(),
      prices: { SearchFacesByImage: 0.001 },
    });
    return { asked, details };
  };

  it('name what is missing in the new generation, and how the answers differ', async () => {
    const migration = aMigration({ status: 'ready' });
    const { asked, details } = detailsOf(migration);
    expect(await details).toEqual({
      missing: 3,
      failures,
      shadow_read: {
        compared: 2,
        agreed: 1,
        agreement_percent: 50,
        counts: { same_person: 1, both_none: 0, different_person: 0, only_old: 1, only_new: 0 },
        failed: 0,
        billable_calls: { SearchFacesByImage: 8 },
        cost_usd: 0.008,
        disagreements,
      },
      cut_over_obstacles: ['images_missing', 'generations_disagree'],
    });
    expect(asked).toEqual([[TENANT, 'g2'], [TENANT, 'g2', 100], [migration], [migration, 100]]);
  });

  it('name the obstacles to a cut-over where one is possible', async () => {
    for (const status of migrationStatus.options) {
      const { details } = detailsOf(aMigration({ status }));
      expect('cut_over_obstacles' in (await details), status).toBe(status === 'ready');
    }
    expect((await detailsOf(undefined, 0).details).cut_over_obstacles).toEqual(['generations_disagree']);
  });
});
