import { REGISTRATION_TASKS } from '../lambda/registration/contract.ts';
import { definitionOf } from '../test/support/state-machine.ts';

interface State {
  readonly Type: string;
  readonly Next?: string;
  readonly Default?: string;
  readonly Choices?: readonly { readonly Next: string }[];
  readonly Branches?: readonly Machine[];
}

interface Machine {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

/**
 * Functions of the API that a registration calls before its workflow, one after another. The app's first call
 * has its client token verified.
 */
const API_STEPS = [
  ['sessions-api'],
  ['client-session-authorizer'],
  ['liveness-api'],
  ['registrations-api'],
] as const;

/**
 * Functions that an approved registration waits for on a sleeping system, in steps: those of one step start
 * side by side. Each is at its first step.
 */
export function coldSteps(): readonly (readonly string[])[] {
  const steps = [...API_STEPS, ...stepsOf(definitionOf<Machine>('Registration'))];
  const loaded = new Set<string>();
  return steps
    .map((step) => step.filter((name) => !loaded.has(name) && loaded.add(name)))
    .filter((step) => step.length > 0);
}

/** Steps on the way from the start that leads through the first choice of each state. */
function stepsOf({ StartAt, States }: Machine): readonly (readonly string[])[] {
  const steps: (readonly string[])[] = [];
  for (let name: string | undefined = StartAt; name !== undefined; ) {
    const state: State | undefined = States[name];
    if (state?.Branches) steps.push(state.Branches.flatMap(tasksOf));
    const task = taskOf(name);
    if (task !== undefined) steps.push([task]);
    name = state && onwards(state);
  }
  return steps;
}

const tasksOf = ({ States }: Machine): string[] => Object.keys(States).flatMap((name) => taskOf(name) ?? []);

const taskOf = (name: string): string | undefined =>
  Object.hasOwn(REGISTRATION_TASKS, name)
    ? REGISTRATION_TASKS[name as keyof typeof REGISTRATION_TASKS]
    : undefined;

const onwards = ({ Next, Choices, Default }: State): string | undefined =>
  Next ?? Choices?.[0]?.Next ?? Default;

/** Sum of the longest times of all steps. */
export const sumOfSteps = (steps: readonly (readonly string[])[], timeOf: (name: string) => number): number =>
  steps.reduce((sum, step) => sum + Math.max(...step.map(timeOf)), 0);
