import type { ImageReference } from '../../images/domain/image-reference.ts';
import type { BillableCalls } from '../../kernel/billing.ts';
import type { Migration } from '../domain/migration.ts';
import type { ComparedSearch, ShadowReadFigures, ShadowReadKind } from '../domain/shadow-read.ts';

/** A decided search, to repeat in another generation. */
export interface ShadowReadRequest {
  readonly tenant: string;
  readonly session_id: string;
  readonly search: ComparedSearch;
  /** The image of the search. */
  readonly image: ImageReference;
}

/** Queue that takes requests away from the deciding search, which does not wait for the answer. */
export interface ShadowReadQueue {
  send(request: ShadowReadRequest): Promise<void>;
}

/** A session with different answers; its report has the rest. */
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
  /** In percentage points, if both generations find the same person. */
  readonly change?: { readonly similarity: number; readonly margin: number };
  readonly calls: BillableCalls;
}

/** The pass of a migration to which counts belong; another pass may change the results. */
export type ShadowReadScope = Pick<Migration, 'tenant' | 'id' | 'pass'>;

export interface ShadowReadStore {
  /** Counts a shadow read, once per search of a session; returns false if it was already counted. */
  record(scope: ShadowReadScope, read: ShadowRead): Promise<boolean>;
  figures(scope: ShadowReadScope): Promise<ShadowReadFigures>;
  disagreements(scope: ShadowReadScope, limit: number): Promise<readonly Disagreement[]>;
}
