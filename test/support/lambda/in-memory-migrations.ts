import type { FaceMapping } from '../../../lambda/enrollment/domain/face-mapping.ts';
import { sumCalls } from '../../../lambda/kernel/billing.ts';
import {
  isAtWork,
  MIGRATION_ACTIONS,
  MIGRATION_WORK,
  type Migration,
  NO_IMAGES,
} from '../../../lambda/migration/domain/migration.ts';
import type { MigrationStore } from '../../../lambda/migration/ports/migration-store.ts';

/** One migration, its plans, and the rows of the mapping table that it reads and writes. */
export class InMemoryMigrations implements MigrationStore {
  migration: Migration;
  readonly plans = new Map<string, string>();
  readonly rows: FaceMapping[];

  constructor(migration: Migration, rows: FaceMapping[] = []) {
    this.migration = migration;
    this.rows = rows;
  }

  create: MigrationStore['create'] = async (migration) => {
    this.migration = migration;
    return true;
  };

  get: MigrationStore['get'] = async (tenant, id) =>
    tenant === this.migration.tenant && id === this.migration.id ? this.migration : undefined;

  list: MigrationStore['list'] = async () => ({ migrations: [this.migration] });

  act: MigrationStore['act'] = async (_migration, action) => {
    this.migration = { ...this.migration, status: MIGRATION_ACTIONS[action].to };
    return true;
  };

  advance: MigrationStore['advance'] = async (migration, { next, looked, counts, calls }) => {
    const { started_at, done } = migration.work ?? { started_at: migration.created_at, done: 0 };
    return this.#update(migration, {
      position: next,
      work: { started_at, done: done + looked },
      counts: {
        indexed: migration.counts.indexed + counts.indexed,
        present: migration.counts.present + counts.present,
        failed: migration.counts.failed + counts.failed,
      },
      calls: sumCalls([migration.calls, calls]),
    });
  };

  startPass: MigrationStore['startPass'] = async (migration, now) =>
    this.#update(migration, { pass: migration.pass + 1, counts: NO_IMAGES, ...newWork(now) });

  finish: MigrationStore['finish'] = async (migration, now) => {
    if (!isAtWork(migration.status)) throw new Error('there is no work to finish');
    return this.#update(migration, { status: MIGRATION_WORK[migration.status], ...newWork(now) });
  };

  planImage: MigrationStore['planImage'] = async (_migration, imageId, attempt) => {
    const wasPlanned = this.plans.has(imageId);
    this.plans.set(imageId, attempt);
    return wasPlanned;
  };

  forgetImage: MigrationStore['forgetImage'] = async (_migration, imageId) => {
    this.plans.delete(imageId);
  };

  plannedImages: MigrationStore['plannedImages'] = async () => new Set(this.plans.keys());

  mapCopy: MigrationStore['mapCopy'] = async (_migration, source, copy, attempt) => {
    if (!this.rows.includes(source) || this.plans.get(copy.image_id) !== attempt) return false;
    this.plans.delete(copy.image_id);
    this.rows.push(copy);
    return true;
  };

  unmap: MigrationStore['unmap'] = async (faces) => {
    for (const face of faces)
      this.rows.splice(
        this.rows.findIndex((row) => row.face_id === face.face_id),
        1,
      );
  };

  #update(read: Migration, changes: Partial<Migration>): boolean {
    if (this.migration !== read) return false;
    this.migration = { ...read, ...changes };
    return true;
  }
}

const newWork = (now: Date) => ({
  position: { shard: 0 },
  work: { started_at: now.toISOString(), done: 0 },
});
