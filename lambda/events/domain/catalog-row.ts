import type { MetricName } from '../../kernel/metrics.ts';

/** Kinds of entries that the decision ledger keeps. */
export const LEDGER_KINDS = ['consent', 'decision', 'erasure', 'operation', 'policy', 'review'] as const;
export type LedgerKind = (typeof LEDGER_KINDS)[number];

/** Kinds of objects that an event is about, by the id in its `subject`. */
export type SubjectKind =
  | 'consent receipt'
  | 'erasure request'
  | 'migration'
  | 'policy'
  | 'review case'
  | 'session'
  | 'user'
  | 'user or device'
  | 'webhook endpoint';

/** One type of event: when it is published, and where it goes. */
export interface CatalogRow {
  /** Completes "Published when". */
  readonly summary: string;
  readonly subject: SubjectKind;
  /** Whether webhook endpoints receive it. */
  readonly webhook: boolean;
  /** As which kind of entry the decision ledger keeps it; absent if it does not. */
  readonly ledger?: LedgerKind;
  /** Metrics that count the same change; their dimensions are in `METRICS`. */
  readonly metrics: readonly MetricName[];
  /** Status that the app of the person sees; absent where the event is not about their session. */
  readonly client?: string;
}
