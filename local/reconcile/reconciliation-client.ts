import { setTimeout } from 'node:timers/promises';
import type { VerificationApi } from '../demo/verification-api.ts';

/** A reconciliation, as the API returns it. */
export interface Reconciliation {
  readonly id: string;
  readonly status: 'running' | 'completed' | 'failed';
  readonly dry_run: boolean;
  readonly collections: number;
  readonly faces: number;
  readonly mappings: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly findings: readonly {
    readonly kind: 'orphan_face' | 'missing_face';
    readonly region?: string;
    readonly collection_id: string;
    readonly face_id: string;
    readonly user_id?: string;
    readonly outcome: 'reported' | 'deleted' | 'remapped' | 're_indexed' | 'requested';
  }[];
}

/** Milliseconds between two polls. */
const POLL_MS = 250;

/** Starts a reconciliation and polls it until it has ended. */
export async function reconcile(
  api: VerificationApi,
  dryRun: boolean,
  onProgress: (reconciliation: Reconciliation) => void = () => {},
): Promise<Reconciliation> {
  const { id } = await api.post<Reconciliation>('/reconciliations', { dry_run: dryRun });
  for (;;) {
    const reconciliation = await api.get<Reconciliation>(`/reconciliations/${id}`);
    onProgress(reconciliation);
    if (reconciliation.status !== 'running') return reconciliation;
    await setTimeout(POLL_MS);
  }
}
