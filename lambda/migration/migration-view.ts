import type { MissingImages } from '../enrollment/ports/missing-images.ts';
import { costUsd, type Prices } from '../kernel/billing.ts';
import type { MigrationView, ShadowReadPolicy } from './contract.ts';
import { cutOverObstacles, type Migration, migrationProgress } from './domain/migration.ts';
import { reportOf } from './domain/shadow-read.ts';
import type { ShadowReadStore } from './ports/shadow-reads.ts';

/** A migration as operators see it in a list. */
export function toMigrationView(migration: Migration, prices: Prices, now: Date): MigrationView {
  const { id, status, from, to, created_at, total, pass, counts, calls } = migration;
  return {
    id,
    status,
    from,
    to,
    created_at,
    total,
    pass,
    counts,
    billable_calls: calls,
    ...migrationProgress(migration, prices, now),
  };
}

export interface MigrationDetailsDependencies {
  readonly missing: Pick<MissingImages, 'count' | 'list'>;
  readonly shadowReads: Pick<ShadowReadStore, 'figures' | 'disagreements'>;
  readonly policy: ShadowReadPolicy;
  readonly prices: Prices;
}

/** Rows told by name; the counts tell of all. */
const ROWS_TOLD = 100;

/** What the view of one migration has besides: what is missing, how the generations agree, what keeps a cut-over. */
export async function migrationDetails(
  migration: Migration,
  { missing, shadowReads, policy, prices }: MigrationDetailsDependencies,
): Promise<Pick<MigrationView, 'missing' | 'failures' | 'shadow_read' | 'cut_over_obstacles'>> {
  const { tenant, to, status } = migration;
  const [count, failures, figures, disagreements] = await Promise.all([
    missing.count(tenant, to),
    missing.list(tenant, to, ROWS_TOLD),
    shadowReads.figures(migration),
    shadowReads.disagreements(migration, ROWS_TOLD),
  ]);
  const report = reportOf(figures);
  return {
    missing: count,
    failures: [...failures],
    shadow_read: {
      ...report,
      cost_usd: costUsd(report.billable_calls, prices),
      disagreements: [...disagreements],
    },
    ...(status === 'ready' ? { cut_over_obstacles: [...cutOverObstacles(count, report, policy)] } : {}),
  };
}
