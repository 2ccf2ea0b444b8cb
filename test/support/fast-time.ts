import { setTimeout as delay } from 'node:timers/promises';
import {
  GetExecutionHistoryCommand,
  type HistoryEvent,
  type HistoryEventType,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  SFNClient,
} from '@aws-sdk/client-sfn';
import type { FlowStack, OwnFlowStack } from './flow-stack.ts';
import { localClient } from './local-client.ts';

/** Shorter than the time that any task may take, so that none times out. */
const STEP_SECONDS = 5;
/** So that a step of the clock takes effect before the next one. */
const SETTLE_MS = 20;

/**
 * Puts the clock forward while a registration only waits for its next attempt, until some work has ended.
 * @param tick called after each step with the seconds that were skipped
 */
export async function skipWaits<Result>(
  flow: OwnFlowStack,
  work: Promise<Result>,
  tick: (skippedSeconds: number) => Promise<void>,
): Promise<Result> {
  const over = work.then(
    () => true,
    () => true,
  );
  let skipped = 0;
  while (!(await Promise.race([over, delay(SETTLE_MS, false)]))) {
    if (!(await isWaiting(flow))) continue;
    flow.clock.advance(STEP_SECONDS * 1000);
    skipped += STEP_SECONDS;
    await tick(skipped);
  }
  return work;
}

const STARTED: readonly (HistoryEventType | undefined)[] = ['TaskScheduled'];
const ENDED: readonly (HistoryEventType | undefined)[] = ['TaskSucceeded', 'TaskFailed', 'TaskTimedOut'];

/** By the endpoints of their stacks. */
const registrationMachines = new Map<string, string>();

async function registrationMachine(sfn: SFNClient): Promise<string> {
  const { stateMachines = [] } = await sfn.send(new ListStateMachinesCommand({}));
  const found = stateMachines.find(({ name = '' }) => name.startsWith('Registration'))?.stateMachineArn;
  if (!found) throw new Error('the stack has no state machine of registrations');
  return found;
}

/** Opens the workflows of a stack, and lists the registrations that are running. */
async function runningRegistrations({ stack }: FlowStack) {
  const sfn = localClient(SFNClient, stack);
  const stateMachineArn = registrationMachines.get(stack.endpoint) ?? (await registrationMachine(sfn));
  registrationMachines.set(stack.endpoint, stateMachineArn);
  const { executions = [] } = await sfn.send(
    new ListExecutionsCommand({ stateMachineArn, statusFilter: 'RUNNING' }),
  );
  return { sfn, executions };
}

/** Lists what has happened so far in each registration that is running. */
async function runningHistories(flow: FlowStack): Promise<readonly (readonly HistoryEvent[])[]> {
  const { sfn, executions } = await runningRegistrations(flow);
  return Promise.all(
    executions.map(async ({ executionArn }) => {
      const input = { executionArn, maxResults: 1000 };
      return (await sfn.send(new GetExecutionHistoryCommand(input))).events ?? [];
    }),
  );
}

/** Whether a registration is running. */
export const isRegistering = async (flow: FlowStack): Promise<boolean> =>
  (await runningRegistrations(flow)).executions.length > 0;

/** Lists the errors that tasks of running registrations have failed with so far. */
export async function errorsOfTasks(flow: FlowStack): Promise<readonly (string | undefined)[]> {
  const histories = await runningHistories(flow);
  return histories
    .flat()
    .filter(({ type }) => type === 'TaskFailed')
    .map(({ taskFailedEventDetails }) => taskFailedEventDetails?.error);
}

/** Whether a registration is running of which no task is in progress. */
async function isWaiting(flow: FlowStack): Promise<boolean> {
  const histories = await runningHistories(flow);
  const waits = histories.map((events) => {
    const count = (types: typeof STARTED) => events.filter(({ type }) => types.includes(type)).length;
    return count(STARTED) > 0 && count(STARTED) === count(ENDED);
  });
  return waits.length > 0 && waits.every(Boolean);
}
