import { NO_TRACES, type RunningErasure } from '../../../lambda/erasure/domain/erasure.ts';
import { NOON, TENANT } from './builders.ts';

/** An erasure that was requested at noon, before its first pass. */
export const anErasure = (changes: Partial<RunningErasure> = {}): RunningErasure => ({
  tenant: TENANT,
  id: 'era_01kjq8w0g3x7c9v2m5n8b4t6rf',
  subject: 'hash of ann',
  user_id: 'ann',
  cause: 'backend',
  state: 'running',
  requested_at: NOON.toISOString(),
  erased_at: NOON.toISOString(),
  revision: 1,
  stores: {},
  traces: NO_TRACES,
  held: [],
  ...changes,
});
