import aslValidator from 'asl-validator';
import { beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '../../lambda/kernel/default-policy.ts';
import { STATE_RETRY, TRANSIENT_ERRORS } from '../../lambda/kernel/retry.ts';
import { REGISTRATION_TASKS } from '../../lambda/registration/contract.ts';
import { planOf } from '../../lambda/registration/domain/registration-plan.ts';
import { configOfStage } from '../../lib/config.ts';
import { definitionOf } from '../support/state-machine.ts';

interface State {
  readonly Type: string;
  readonly Next?: string;
  readonly Default?: string;
  readonly End?: boolean;
  readonly TimeoutSeconds?: number;
  readonly Retry?: readonly { ErrorEquals: readonly string[]; MaxAttempts: number }[];
  readonly Catch?: readonly { ErrorEquals: readonly string[]; Next: string; Output: unknown }[];
  readonly Choices?: readonly { Next: string }[];
  readonly Branches?: readonly Machine[];
  readonly Arguments?: { Payload: Record<string, unknown> };
}
interface Machine {
  readonly StartAt: string;
  readonly QueryLanguage?: string;
  readonly States: Readonly<Record<string, State>>;
}

const allTasks = (machine: Machine): [string, State][] =>
  Object.entries(machine.States).flatMap(([name, state]) => [
    ...(state.Type === 'Task' ? [[name, state] as [string, State]] : []),
    ...(state.Branches ?? []).flatMap(allTasks),
  ]);

describe('the registration machine', () => {
  let machine: Machine;
  let tasks: [string, State][];
  beforeAll(() => {
    machine = definitionOf<Machine>('Registration');
    tasks = allTasks(machine);
  });

  it('is accepted by a validator of the Amazon States Language', () => {
    expect(aslValidator(machine as never)).toMatchObject({ isValid: true, errors: [] });
  });

  it('is written in JSONata', () => {
    expect(machine.QueryLanguage).toBe('JSONata');
  });

  it('has a state for every task of the contract and no other', () => {
    expect(tasks.map(([name]) => name).sort()).toEqual(Object.keys(REGISTRATION_TASKS).sort());
  });

  it('gives every task a time-out and the one retry map', () => {
    for (const [name, task] of tasks) {
      expect(task.TimeoutSeconds, name).toBeGreaterThan(0);
      const errors = task.Retry?.flatMap((retry) => retry.ErrorEquals) ?? [];
      expect(errors, name).toEqual(expect.arrayContaining([...TRANSIENT_ERRORS]));
      expect(task.Retry?.[0]?.MaxAttempts, name).toBe(STATE_RETRY.maxAttempts);
    }
  });

  it('ends the session after a fault at any state that can leave a face or a claim behind', () => {
    for (const name of [
      'CheckImages',
      'CompareFacesAgain',
      'ClaimEnrollment',
      'IndexFace',
      'SearchForDuplicates',
      'ApproveRegistration',
    ]) {
      expect(machine.States[name]?.Catch?.at(-1), name).toMatchObject({
        ErrorEquals: ['States.ALL'],
        Next: 'FailRegistration',
      });
    }
  });

  it('searches for duplicates only when every other check has passed', () => {
    expect(machine.States.CheckImages?.Next).toBe('IsPortraitTooSmall');
    expect(machine.States.IsPortraitTooSmall).toMatchObject({
      Choices: [{ Next: 'CompareFacesAgain' }],
      Default: 'ClaimEnrollment',
    });
    expect(machine.States.CompareFacesAgain?.Next).toBe('ClaimEnrollment');
    for (const [name, Next] of [
      ['IsClaimed', 'IndexFace'],
      ['IsFaceKept', 'IsSearched'],
    ] as const)
      expect(machine.States[name]).toMatchObject({ Choices: [{ Next }], Default: 'DeclineRegistration' });
  });

  it('is the same for every policy, and branches on the plan in its input', () => {
    const config = configOfStage('dev');
    const { search, quality, checks } = config.policy;
    const other = {
      ...config.policy,
      checks: { ...checks, document: false, duplicates: false, watchlists: false },
      quality: { ...quality, selfie: { ...quality.selfie, detect_before_indexing: true } },
      search: { ...search, document_face: false, on_incomplete: 'review' as const },
    };
    const definition = definitionOf<Machine>('Registration', { ...config, policy: other });
    expect(definition).toEqual(definitionOf<Machine>('Registration', config));
    const asked = JSON.stringify(machine).matchAll(/Execution\.Input\.plan\.(\w+)/g);
    expect([...asked].map(([, member]) => member).sort()).toEqual(Object.keys(planOf(DEFAULT_POLICY)).sort());
  });

  it('starts the functions only of those checks that the policy asks for', () => {
    expect(machine.States.CheckImages?.Branches?.map(({ StartAt, States }) => States[StartAt])).toMatchObject(
      [
        { Choices: [{ Next: 'CheckDocumentQuality' }], Default: 'LeaveOutDocumentQuality' },
        { Type: 'Task' },
        { Choices: [{ Next: 'CheckSelfieQuality' }], Default: 'LeaveOutSelfieQuality' },
      ],
    );
    expect(machine.States.IsSearched).toMatchObject({
      Choices: [{ Next: 'SearchForDuplicates' }],
      Default: 'ApproveRegistration',
    });
  });

  it('holds an incomplete search where the policy says so, and waits for no face to be deleted', () => {
    const { SearchForDuplicates, IsHeld, HoldRegistration } = machine.States;
    expect(SearchForDuplicates?.Catch?.[0]).toMatchObject({
      ErrorEquals: ['SearchIncomplete', 'SearchRefused', 'CompetitorUndecided'],
      Next: 'IsHeld',
    });
    expect(IsHeld).toMatchObject({ Choices: [{ Next: 'HoldRegistration' }], Default: 'FailRegistration' });
    expect(HoldRegistration?.Next).toBe('EndRegistration');
    expect(HoldRegistration?.Catch).toMatchObject([
      { ErrorEquals: ['States.ALL'], Next: 'FailRegistration' },
    ]);
  });

  it('approves by no way that a search has not answered, if the policy asks for one', () => {
    // the one way around is for policies without a search; the approval asks for every check of its policy
    const { Choices = [] } = machine.States.IsSearched ?? {};
    const states: Machine['States'] = { ...machine.States, IsSearched: { Type: 'Choice', Choices } };
    const nextOf = ({ Next, Default, Choices = [], Catch = [] }: State): string[] =>
      [Next, Default, ...[...Choices, ...Catch].map((one) => one.Next)].flatMap((name) => name ?? []);
    /** States that are reached from one, by ways around another. */
    const reached = (from: string, around: string): Set<string> => {
      const seen = new Set<string>();
      const rest = [from];
      for (let name = rest.pop(); name !== undefined; name = rest.pop()) {
        const state = states[name];
        if (name === around || seen.has(name) || !state) continue;
        seen.add(name);
        rest.push(...nextOf(state));
      }
      return seen;
    };
    expect(reached(machine.StartAt, 'nothing')).toContain('ApproveRegistration');
    expect(reached(machine.StartAt, 'SearchForDuplicates')).not.toContain('ApproveRegistration');
    // the search's faults lead away from the approval, and only its answer leads to it
    expect(reached(machine.StartAt, 'IsUnique')).not.toContain('ApproveRegistration');
    expect(machine.States.SearchForDuplicates).toMatchObject({ Next: 'IsUnique' });
  });

  it('indexes again when a migration has changed what is written, and ends nothing', () => {
    expect(machine.States.ApproveRegistration?.Catch?.[0]).toMatchObject({
      ErrorEquals: ['GenerationsChanged'],
      Next: 'IndexFace',
    });
  });

  it('declines whatever was refused after indexing, and waits for no face to be deleted', () => {
    for (const name of ['IsFaceKept', 'IsUnique', 'IsApproved'])
      expect(machine.States[name]?.Default).toBe('DeclineRegistration');
    expect(machine.States.DeclineRegistration?.Next).toBe('EndRegistration');
    expect(machine.States.FailRegistration?.Next).toBe('RegistrationFailed');
  });

  it('carries no cause of a fault on, since a cause may quote data', () => {
    const caught = Object.values(machine.States).flatMap((state) => state.Catch ?? []);
    for (const handler of caught)
      expect(handler.Output).toEqual({ error: '{% $states.errorOutput.Error %}' });
  });
});
