import type { LivenessLabel } from '../domain/liveness-label.ts';

export interface LivenessLabelPage {
  /** The newest sample first. */
  readonly labels: readonly LivenessLabel[];
  /** Id of the last label read; undefined at the end. */
  readonly lastId?: string;
}

export interface LivenessLabelStore {
  /** Lists the labels of checks that were sampled in a time: `from` belongs to it, `to` does not. */
  list(
    tenant: string,
    times: { readonly from?: Date; readonly to?: Date },
    limit: number,
    afterId?: string,
  ): Promise<LivenessLabelPage>;
}
