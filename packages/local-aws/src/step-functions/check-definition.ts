import { AwsError } from '../aws-error.ts';
import { type Definition, innerStates, type ResultWriter, type State, type States } from './definition.ts';
import { unreadableExpressions } from './expression.ts';

type StateRule = {
  readonly broken: (state: State, states: States) => boolean;
  readonly message: string;
};

/** Fields that exist in JSONPath states only: one of them means that the state wasn't written for JSONata. */
const JSONPATH_FIELDS = [
  'InputPath',
  'Parameters',
  'ResultSelector',
  'ResultPath',
  'OutputPath',
  'ItemsPath',
];

/** Fields whose states are checked by themselves. */
const INNER_MACHINES = ['Branches', 'ItemProcessor'];

/** Fields without which a state has nothing to do. */
const NEEDED = { Choice: 'Choices', Parallel: 'Branches', Map: 'ItemProcessor' };

const STATE_TYPES = ['Task', 'Pass', 'Choice', 'Wait', 'Succeed', 'Fail', 'Parallel', 'Map'];

const mode = (state: State) =>
  state.Type === 'Map' ? state.ItemProcessor?.ProcessorConfig?.Mode : undefined;
const has = (state: State, ...fields: readonly string[]) => fields.some((field) => field in state);

const STATE_RULES: readonly StateRule[] = [
  {
    broken: (state) => !STATE_TYPES.includes(state.Type),
    message: `its Type must be one of ${STATE_TYPES.join(', ')}`,
  },
  {
    broken: (state) => has(state, ...JSONPATH_FIELDS),
    message: `it uses a JSONPath field (${JSONPATH_FIELDS.join(', ')}); write it with Arguments, Output and Assign`,
  },
  {
    broken: (state, states) => nextStates(state).some((next) => !Object.hasOwn(states.States, next)),
    message: 'it names a next state that does not exist beside it',
  },
  {
    broken: (state) =>
      ['Task', 'Pass', 'Wait', 'Parallel', 'Map'].includes(state.Type) &&
      has(state, 'Next') === has(state, 'End'),
    message: 'it needs exactly one of Next and End',
  },
  {
    broken: (state) => state.Type === 'Task' && typeof state.Resource !== 'string',
    message: 'a Task needs a Resource',
  },
  {
    broken: (state) => state.Type === 'Wait' && has(state, 'Seconds') === has(state, 'Timestamp'),
    message: 'a Wait needs exactly one of Seconds and Timestamp',
  },
  {
    broken: (state) =>
      Object.entries(NEEDED).some(([type, field]) => state.Type === type && !has(state, field)),
    message: 'a Choice needs Choices, a Parallel needs Branches, a Map needs an ItemProcessor',
  },
  {
    broken: (state) =>
      state.Type === 'Map' &&
      mode(state) !== 'DISTRIBUTED' &&
      has(
        state,
        'ItemReader',
        'ItemBatcher',
        'ResultWriter',
        'ToleratedFailureCount',
        'ToleratedFailurePercentage',
      ),
    message:
      'ItemReader, ItemBatcher, ResultWriter and tolerated failures need ProcessorConfig.Mode DISTRIBUTED',
  },
  {
    broken: (state) => state.Type === 'Map' && !isUsable(state.ResultWriter),
    message:
      'a ResultWriter has Resource and Arguments, a WriterConfig of Transformation and OutputType, or all of them',
  },
  {
    broken: (state) =>
      'Retry' in state && state.Type !== 'Task' && state.Type !== 'Parallel' && state.Type !== 'Map',
    message: 'only Task, Parallel and Map can have Retry',
  },
];

/** @see https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html */
function isUsable(writer: ResultWriter | undefined): boolean {
  if (!writer) return true;
  const { Resource, Arguments, WriterConfig: config } = writer;
  const exports = Resource !== undefined;
  if (exports !== (Arguments !== undefined)) return false;
  if (exports && !/^arn:[\w-]+:states:::s3:putObject$/.test(Resource)) return false;
  if (!config) return exports;
  return (
    ['NONE', 'COMPACT', 'FLATTEN'].includes(config.Transformation ?? '') &&
    ['JSON', 'JSONL'].includes(config.OutputType ?? '')
  );
}

function nextStates(state: State): readonly string[] {
  const names: (string | undefined)[] = [];
  if ('Next' in state) names.push(state.Next);
  if ('Catch' in state) names.push(...(state.Catch ?? []).map((catcher) => catcher.Next));
  if (state.Type === 'Choice') names.push(state.Default, ...(state.Choices ?? []).map((rule) => rule.Next));
  return names.filter((name) => name !== undefined);
}

/**
 * Reads a state machine's definition and refuses what would not run: JSONPath states above all, because
 * only JSONata is emulated. Throws {@link AwsError} `InvalidDefinition` with every fault found.
 */
export function checkDefinition(machine: string, definition: Definition): void {
  const faults = faultsOf(definition, definition.QueryLanguage ?? 'JSONPath');
  if (faults.length > 0) {
    throw new AwsError('InvalidDefinition', `state machine ${machine} cannot be run: ${faults.join('; ')}`);
  }
}

function faultsOf(states: States, defaultLanguage: string): string[] {
  const faults: string[] = [];
  if (!Object.hasOwn(states.States, states.StartAt)) faults.push(`StartAt names no state: ${states.StartAt}`);
  for (const [name, state] of Object.entries(states.States)) {
    const language = state.QueryLanguage ?? defaultLanguage;
    if (language !== 'JSONata') {
      faults.push(`state ${name}: its query language is ${language}; only JSONata is emulated`);
    }
    for (const rule of STATE_RULES)
      if (rule.broken(state, states)) faults.push(`state ${name}: ${rule.message}`);
    const own = Object.entries(state).filter(([field]) => !INNER_MACHINES.includes(field));
    faults.push(...unreadableExpressions(own).map((fault) => `state ${name}: ${fault}`));
    for (const inner of innerStates(state)) faults.push(...faultsOf(inner, defaultLanguage));
  }
  return faults;
}
