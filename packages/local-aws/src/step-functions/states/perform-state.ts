import type { State } from '../definition.ts';
import type { Performed, Visit } from '../visit.ts';
import { performChoice } from './choice.ts';
import { performFail } from './fail.ts';
import { performMap } from './map.ts';
import { performParallel } from './parallel.ts';
import { performTask } from './task.ts';
import { performWait } from './wait.ts';

type Performers = {
  readonly [Type in State['Type']]: (visit: Visit<Extract<State, { Type: Type }>>) => Promise<Performed>;
};

/** Pass and Succeed have no work of their own: their output is made by Output and Assign. */
const nothing = () => Promise.resolve({});

const PERFORMERS: Performers = {
  Task: performTask,
  Pass: nothing,
  Choice: performChoice,
  Wait: performWait,
  Succeed: nothing,
  Fail: performFail,
  Parallel: performParallel,
  Map: performMap,
};

/** Does the work of a state, whichever type it has. */
export function performState(visit: Visit): Promise<Performed> {
  const perform = PERFORMERS[visit.state.Type] as (visit: Visit) => Promise<Performed>;
  return perform(visit);
}
