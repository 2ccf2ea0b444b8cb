import type { FaceMapping } from '../../enrollment/domain/face-mapping.ts';
import type { BillableCalls } from '../../kernel/billing.ts';
import type { Migration, MigrationAction, MigrationCounts, MigrationPosition } from '../domain/migration.ts';

export interface MigrationStore {
  /**
   * Begins a migration and lets its generation be written, as one.
   * @returns false where the generations have changed since `revision`
   */
  create(migration: Migration, revision: number): Promise<boolean>;
  get(tenant: string, id: string): Promise<Migration | undefined>;
  /** Newest first. */
  list(
    tenant: string,
    limit: number,
    afterId?: string,
  ): Promise<{ readonly migrations: readonly Migration[]; readonly lastId?: string }>;
  /** Changes the status and what the generations are for, as one; false where either has changed meanwhile. */
  act(migration: Migration, action: MigrationAction, revision: number, now: Date): Promise<boolean>;
  /**
   * Writes down how far the work is. The figures of a page count once: `from` is where it began.
   * @returns false where the work was stopped, or somebody else has come further
   */
  advance(
    migration: Migration,
    step: {
      readonly next: MigrationPosition;
      /** Faces of the page. */
      readonly looked: number;
      readonly counts: MigrationCounts;
      readonly calls: BillableCalls;
    },
  ): Promise<boolean>;
  /** Begins the next pass, with new counts; false as in `advance`. */
  startPass(migration: Migration, now: Date): Promise<boolean>;
  /** Ends the work; false as in `advance`. */
  finish(migration: Migration, now: Date): Promise<boolean>;
  /**
   * Writes down that an image is about to be indexed by an attempt; whoever planned it before can map it no more.
   * @returns true where somebody did, and has not taken it back
   */
  planImage(migration: Migration, imageId: string, attempt: string): Promise<boolean>;
  /** Images whose attempt has not ended; few, unless work was killed. */
  plannedImages(migration: Migration): Promise<ReadonlySet<string>>;
  forgetImage(migration: Migration, imageId: string): Promise<void>;
  /**
   * Maps a copy of a face, if what it is a copy of is mapped still and no other attempt has taken over, and forgets
   * the plan, as one.
   * @returns false where the user was deleted meanwhile, or another attempt copies the image
   */
  mapCopy(migration: Migration, source: FaceMapping, copy: FaceMapping, attempt: string): Promise<boolean>;
  /** Takes away mappings and records of faces of a generation that is not written any more. */
  unmap(faces: readonly FaceMapping[]): Promise<void>;
}
