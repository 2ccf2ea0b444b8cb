import type { MissingImages } from '../enrollment/ports/missing-images.ts';
import { costUsd, type Prices } from '../kernel/billing.ts';
import type { MigrationView, ShadowReadPolicy } from './contract.ts';
import { cutOverObstacles, type Migration, migrationProgress } from './domain/migration.ts';
import { reportOf } from './domain/shadow-read.ts';
import type { ShadowReadStore } from './ports/shadow-reads.ts';

/** Converts a migration to its view in a list. */
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

/** Maximum rows listed by name; the counts cover all. */
const MAX_LISTED_ROWS = 100;

/**
 * Returns the details of one migration: missing images,
 * agreement of the generations, obstacles to a cut-over.
 */
export async function migrationDetails(
  migration: Migration,
  { missing, shadowReads, policy, prices }: MigrationDetailsDependencies,
): Promise<Pick<MigrationView, 'missing' | 'failures' | 'shadow_read' | 'cut_over_obstacles'>> {
  const { tenant, to, status } = migration;
  const [count, failures, figures, disagreements] = await Promise.all([
    missing.count(tenant, to),
    missing.list(tenant, to, MAX_LISTED_ROWS),
    shadowReads.figures(migration),
    shadowReads.disagreements(migration, MAX_LISTED_ROWS),
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
