import type { WaitState } from '../definition.ts';
import { StateError } from '../state-error.ts';
import type { Performed, Visit } from '../visit.ts';

/** Waits until a moment that is settled on entry, so that a restart doesn't wait again from the start. */
export async function performWait(visit: Visit<WaitState>): Promise<Performed> {
  if (visit.facts.wakeAt === undefined) {
    visit.note({ wakeAt: await wakeTime(visit) });
    await visit.run.log.durable();
  }
  await visit.sleepUntil(visit.facts.wakeAt ?? visit.now);
  return {};
}

async function wakeTime(visit: Visit<WaitState>): Promise<number> {
  const seconds = await visit.fillNumber(visit.state.Seconds, 'Seconds', 0);
  if (seconds !== undefined) return visit.now + seconds * 1000;
  const timestamp = await visit.fill(visit.state.Timestamp, 'Timestamp');
  const time = typeof timestamp === 'string' ? Date.parse(timestamp) : Number.NaN;
  if (Number.isNaN(time)) {
    throw new StateError(
      'States.QueryEvaluationError',
      `The field 'Timestamp' of the state '${visit.name}' must be an RFC 3339 time, not ${JSON.stringify(timestamp)}.`,
    );
  }
  return time;
}
