import type { FailState } from '../definition.ts';
import { StateError } from '../state-error.ts';
import type { Performed, Visit } from '../visit.ts';

export async function performFail(visit: Visit<FailState>): Promise<Performed> {
  const error = await visit.fill(visit.state.Error, 'Error');
  const cause = await visit.fill(visit.state.Cause, 'Cause');
  throw new StateError(String(error ?? ''), String(cause ?? ''));
}
