/** Amazon States Language with JSONata, as far as it is run here: https://states-language.net/spec.html */

/**
 * A JSON value in which every string of the form `{% expression %}` stands for the value of that expression.
 */
export type Template = unknown;

/** Output and Assign of a state, a choice rule or a catcher. */
export interface Shape {
  readonly Output?: Template;
  readonly Assign?: Readonly<Record<string, Template>>;
}

interface StateBase extends Shape {
  readonly Comment?: string;
  readonly QueryLanguage?: string;
}

interface Transition {
  readonly Next?: string;
  readonly End?: boolean;
}

export interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds?: number;
  readonly MaxAttempts?: number;
  readonly BackoffRate?: number;
  readonly MaxDelaySeconds?: number;
  readonly JitterStrategy?: 'FULL' | 'NONE';
}

export interface Catcher extends Shape {
  readonly ErrorEquals: readonly string[];
  readonly Next: string;
}

/** States whose work can fail and be tried again. */
interface Fallible {
  readonly Retry?: readonly Retrier[];
  readonly Catch?: readonly Catcher[];
}

export interface TaskState extends StateBase, Transition, Fallible {
  readonly Type: 'Task';
  readonly Resource: string;
  readonly Arguments?: Template;
  readonly TimeoutSeconds?: Template;
  readonly HeartbeatSeconds?: Template;
}

export interface PassState extends StateBase, Transition {
  readonly Type: 'Pass';
}

export interface ChoiceRule extends Shape {
  readonly Condition: Template;
  readonly Next: string;
}

export interface ChoiceState extends StateBase {
  readonly Type: 'Choice';
  readonly Choices: readonly ChoiceRule[];
  readonly Default?: string;
}

export interface WaitState extends StateBase, Transition {
  readonly Type: 'Wait';
  readonly Seconds?: Template;
  readonly Timestamp?: Template;
}

export interface SucceedState extends StateBase {
  readonly Type: 'Succeed';
}

export interface FailState extends StateBase {
  readonly Type: 'Fail';
  readonly Error?: Template;
  readonly Cause?: Template;
}

export interface ParallelState extends StateBase, Transition, Fallible {
  readonly Type: 'Parallel';
  readonly Arguments?: Template;
  readonly Branches: readonly States[];
}

export interface ItemReader {
  readonly Resource: string;
  readonly Arguments?: Template;
  readonly ReaderConfig?: {
    readonly InputType?: 'CSV' | 'JSON' | 'JSONL' | 'MANIFEST';
    readonly CSVHeaderLocation?: 'FIRST_ROW' | 'GIVEN';
    readonly CSVHeaders?: readonly string[];
    readonly CSVDelimiter?: string;
    readonly MaxItems?: Template;
  };
}

export interface ItemBatcher {
  readonly MaxItemsPerBatch?: Template;
  readonly MaxInputBytesPerBatch?: Template;
  readonly BatchInput?: Template;
}

export interface ResultWriter {
  readonly Resource?: string;
  readonly Arguments?: Template;
  readonly WriterConfig?: {
    readonly Transformation?: 'NONE' | 'COMPACT' | 'FLATTEN';
    readonly OutputType?: 'JSON' | 'JSONL';
  };
}

export interface ItemProcessor extends States {
  readonly ProcessorConfig?: {
    readonly Mode?: 'INLINE' | 'DISTRIBUTED';
    readonly ExecutionType?: 'STANDARD' | 'EXPRESS';
  };
}

export interface MapState extends StateBase, Transition, Fallible {
  readonly Type: 'Map';
  readonly ItemProcessor: ItemProcessor;
  readonly Items?: Template;
  readonly ItemSelector?: Template;
  readonly MaxConcurrency?: Template;
  readonly Label?: string;
  readonly ItemReader?: ItemReader;
  readonly ItemBatcher?: ItemBatcher;
  readonly ResultWriter?: ResultWriter;
  readonly ToleratedFailureCount?: Template;
  readonly ToleratedFailurePercentage?: Template;
}

export type State =
  | TaskState
  | PassState
  | ChoiceState
  | WaitState
  | SucceedState
  | FailState
  | ParallelState
  | MapState;

/** A machine, a branch of a Parallel state or the processor of a Map state. */
export interface States {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

export interface Definition extends States {
  readonly Comment?: string;
  readonly QueryLanguage?: string;
  readonly TimeoutSeconds?: number;
}

/** The Map state called `name`, wherever in the machine it is: state names are unique in a whole machine. */
export function findMapState(states: States, name: string): MapState | undefined {
  for (const [stateName, state] of Object.entries(states.States)) {
    if (state.Type === 'Map' && stateName === name) return state;
    for (const inner of innerStates(state)) {
      const found = findMapState(inner, name);
      if (found) return found;
    }
  }
  return undefined;
}

/** The machines inside a state: branches of Parallel, the processor of Map. */
export function innerStates(state: State): readonly States[] {
  if (state.Type === 'Parallel') return state.Branches ?? [];
  return state.Type === 'Map' && state.ItemProcessor ? [state.ItemProcessor] : [];
}
