import type { ImageReference } from '../../images/domain/image-reference.ts';
import type { BillableCalls } from '../../kernel/billing.ts';
import type { Migration } from '../domain/migration.ts';
import type { ComparedSearch, ShadowReadFigures, ShadowReadKind } from '../domain/shadow-read.ts';

/** A search that was decided, to be asked of another generation as well. */
export interface ShadowReadRequest {
  readonly tenant: string;
  readonly session_id: string;
  readonly search: ComparedSearch;
  /** The image that was searched with. */
  readonly image: ImageReference;
}

/** Carries requests away from the search that decides: nobody waits for the answer. */
export interface ShadowReadQueue {
  send(request: ShadowReadRequest): Promise<void>;
}

/** Which session was answered differently; its report has the rest. */
export interface Disagreement {
  readonly session_id: string;
  readonly search: ComparedSearch;
  readonly kind: ShadowReadKind;
  readonly compared_at: string;
}

export interface ShadowRead {
  readonly session_id: string;
  readonly search: ComparedSearch;
  readonly result: ShadowReadKind | 'failed';
  /** In percent points, where both generations find the same person. */
  readonly change?: { readonly similarity: number; readonly margin: number };
  readonly calls: BillableCalls;
}

/** The pass of a migration that figures belong to: another pass may mend what was found. */
export type ShadowReadScope = Pick<Migration, 'tenant' | 'id' | 'pass'>;

export interface ShadowReadStore {
  /** Counts a shadow read, once for each search of a session; false where it was counted before. */
  record(scope: ShadowReadScope, read: ShadowRead): Promise<boolean>;
  figures(scope: ShadowReadScope): Promise<ShadowReadFigures>;
  disagreements(scope: ShadowReadScope, limit: number): Promise<readonly Disagreement[]>;
}
