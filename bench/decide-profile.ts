import {
  GetExecutionHistoryCommand,
  type HistoryEvent,
  ListStateMachinesCommand,
  SFNClient,
} from '@aws-sdk/client-sfn';
import { type DecidedSession, median } from './decide-runs.ts';
import { type DecideWorld, LOCAL_KEYS } from './decide-world.ts';

interface Interval {
  readonly from: number;
  readonly to: number;
}

interface State extends Interval {
  readonly name: string;
}

/**
 * Milliseconds that each state of a registration takes beyond its calls of Rekognition, as medians: state
 * machine, function, tables and images. States within a parallel one belong to it.
 */
export async function profileOf(
  { ready: { endpoint, region } }: DecideWorld,
  decided: readonly DecidedSession[],
): Promise<Readonly<Record<string, number>>> {
  const client = new SFNClient({ endpoint, region, credentials: LOCAL_KEYS });
  const { stateMachines = [] } = await client.send(new ListStateMachinesCommand({}));
  const machine = stateMachines.find(({ name }) => name?.includes('Registration'))?.stateMachineArn ?? '';
  const between = new Map<string, number[]>();
  const add = (name: string, ms: number) => between.set(name, [...(between.get(name) ?? []), ms]);
  for (const { session, calls, beganAt, ms } of decided) {
    const executionArn = `${machine.replace(':stateMachine:', ':execution:')}:${session.id}`;
    const { events = [] } = await client.send(
      new GetExecutionHistoryCommand({ executionArn, maxResults: 1000 }),
    );
    const states = topLevelStates(events);
    const busy = calls.map((call) => ({ from: call.began_at_ms, to: call.began_at_ms + call.took_ms }));
    add('submit', (states[0]?.from ?? 0) - beganAt);
    for (const { name, from, to } of states) add(name, to - from - covered({ from, to }, busy));
    for (const [index, { from }] of states.slice(1).entries())
      add('transitions', from - (states[index]?.to ?? from));
    add('seen after the end', beganAt + ms - (states.at(-1)?.to ?? 0));
  }
  return Object.fromEntries([...between].map(([name, times]) => [name, Math.round(median(times))]));
}

function topLevelStates(events: readonly HistoryEvent[]): readonly State[] {
  const states: State[] = [];
  let open: { name: string; from: number } | undefined;
  for (const { stateEnteredEventDetails: entered, stateExitedEventDetails: exited, timestamp } of events) {
    const at = timestamp?.getTime() ?? 0;
    if (entered?.name !== undefined && !open) open = { name: entered.name, from: at };
    if (exited?.name === undefined || exited.name !== open?.name) continue;
    states.push({ ...open, to: at });
    open = undefined;
  }
  return states;
}

/** Length of the part of an interval that others cover together. */
function covered({ from, to }: Interval, others: readonly Interval[]): number {
  let [sum, end] = [0, from];
  for (const other of others.toSorted((one, two) => one.from - two.from)) {
    const start = Math.max(end, other.from);
    const stop = Math.min(to, other.to);
    if (stop > start) sum += stop - start;
    end = Math.max(end, stop);
  }
  return sum;
}
