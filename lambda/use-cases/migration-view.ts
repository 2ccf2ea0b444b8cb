import type { MigrationView } from '../contract/migrations.ts';
import type { Prices } from '../domain/billing.ts';
import { type Migration, migrationCost } from '../domain/migration.ts';
import type { MigrationFailure } from '../ports/migration-store.ts';

/** A migration as operators see it. */
export function toMigrationView(
  migration: Migration,
  prices: Prices,
  failures?: readonly MigrationFailure[],
): MigrationView {
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
    ...(failures === undefined ? {} : { failures: [...failures] }),
    billable_calls: calls,
    ...migrationCost(migration, prices),
  };
}
