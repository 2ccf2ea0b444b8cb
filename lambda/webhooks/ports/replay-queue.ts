import type { ReplayStep } from '../domain/replay.ts';

export interface ReplayQueue {
  /** Has a step worked off, at least once. */
  send(step: ReplayStep): Promise<void>;
}
