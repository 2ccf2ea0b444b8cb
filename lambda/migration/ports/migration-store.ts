import type { FaceMapping } from '../../enrollment/domain/face-mapping.ts';
import type { BillableCalls } from '../../kernel/billing.ts';
import type { Migration, MigrationAction, MigrationCounts, MigrationPosition } from '../domain/migration.ts';

export interface MigrationStore {
  /**
   * Starts a migration and the writing of its generation, in one transaction.
   * @returns false if the generations have changed since `revision`
   */
  create(migration: Migration, revision: number): Promise<boolean>;
  get(tenant: string, id: string): Promise<Migration | undefined>;
  /** Lists migrations, newest first. */
  list(
    tenant: string,
    limit: number,
    afterId?: string,
  ): Promise<{ readonly migrations: readonly Migration[]; readonly lastId?: string }>;
  /**
   * Changes the status and the roles of the generations, in one
   * transaction; returns false if either has changed meanwhile.
   */
  act(migration: Migration, action: MigrationAction, revision: number, now: Date): Promise<boolean>;
  /**
   * Records progress. The counts of a page are added once: `from` is its start.
   * @returns false if the work was stopped, or another attempt got further
   */
  advance(
    migration: Migration,
    step: {
      readonly next: MigrationPosition;
      /** Number of faces of the page. */
      readonly looked: number;
      readonly counts: MigrationCounts;
      readonly calls: BillableCalls;
    },
  ): Promise<boolean>;
  /** Starts the next pass, with new counts; returns false as `advance` does. */
  startPass(migration: Migration, now: Date): Promise<boolean>;
  /** Ends the work; returns false as `advance` does. */
  finish(migration: Migration, now: Date): Promise<boolean>;
  /**
   * Records that an attempt is about to index an image; an
   * earlier attempt that planned it can no longer map it.
   * @returns true if an earlier attempt planned it and has not withdrawn its plan
   */
  planImage(migration: Migration, imageId: string, attempt: string): Promise<boolean>;
  /** Lists images whose attempt has not ended; few, unless work was killed. */
  plannedImages(migration: Migration): Promise<ReadonlySet<string>>;
  forgetImage(migration: Migration, imageId: string): Promise<void>;
  /**
   * Maps a copy of a face and deletes the plan, in one transaction, if
   * the source is still mapped and no other attempt has taken over.
   * @returns false if the user was deleted meanwhile, or another attempt copies the image
   */
  mapCopy(migration: Migration, source: FaceMapping, copy: FaceMapping, attempt: string): Promise<boolean>;
  /** Removes mappings and records of faces of a generation that is no longer written. */
  unmap(faces: readonly FaceMapping[]): Promise<void>;
}
