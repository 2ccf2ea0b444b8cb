import aslValidator from 'asl-validator';
import { beforeAll, describe, expect, it } from 'vitest';
import { BATCHES_CONCURRENCY, ROWS_PER_BATCH } from '../../lambda/bulk-indexing/contract.ts';
import { MAX_ROW_BYTES } from '../../lambda/bulk-indexing/domain/manifest-format.ts';
import { TRANSIENT_ERRORS } from '../../lambda/kernel/retry.ts';
import { definitionOf } from '../support/state-machine.ts';
import { type Synthesized, synthesize } from '../support/synthesize.ts';

interface State {
  readonly Type: string;
  readonly Next?: string;
  readonly Seconds?: string;
  readonly TimeoutSeconds?: number;
  readonly MaxConcurrency?: number;
  readonly ToleratedFailurePercentage?: number;
  readonly ItemReader?: { readonly Resource: string; readonly ReaderConfig: { readonly InputType: string } };
  readonly ItemBatcher?: { readonly MaxItemsPerBatch: number; readonly MaxInputBytesPerBatch: number };
  readonly Assign?: Readonly<Record<string, string>>;
  readonly Choices?: readonly { readonly Condition: string; readonly Next: string }[];
  readonly Default?: string;
  readonly ResultWriter?: {
    readonly Resource: string;
    readonly Arguments: { readonly Prefix: string };
    readonly WriterConfig: { readonly Transformation: string };
  };
  readonly ItemProcessor?: Machine & { readonly ProcessorConfig: { readonly Mode: string } };
  readonly Retry?: readonly { readonly ErrorEquals: readonly string[] }[];
  readonly Catch?: readonly { readonly Next: string }[];
}
interface Machine {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

/** Of Wait, Task (five) and Choice. */
const EVENTS_PER_LOOK = 9;
const DAY_SECONDS = 24 * 60 * 60;

describe('the machine of bulk indexing', () => {
  let dev: Synthesized;
  let machine: Machine;
  let maps: readonly State[];
  let states: readonly [string, State][];
  beforeAll(() => {
    dev = synthesize('dev');
    machine = definitionOf<Machine>('BulkIndexing');
    const all = ({ States }: Machine): [string, State][] =>
      Object.entries(States).flatMap(([name, state]) => [
        [name, state] as [string, State],
        ...(state.ItemProcessor ? all(state.ItemProcessor) : []),
      ]);
    states = all(machine);
    maps = states.map(([, state]) => state).filter(({ Type }) => Type === 'Map');
  });

  it('is accepted by a validator of the Amazon States Language', () => {
    expect(aslValidator(machine as never)).toMatchObject({ isValid: true, errors: [] });
  });

  it('reads both formats out of the bucket and works on the rows in batches of the contract', () => {
    expect(maps.map((map) => map.ItemReader?.ReaderConfig.InputType).sort()).toEqual(['CSV', 'JSONL']);
    for (const map of maps) {
      expect(map.ItemProcessor?.ProcessorConfig.Mode).toBe('DISTRIBUTED');
      expect(map.MaxConcurrency).toBe(BATCHES_CONCURRENCY);
      expect(map.ItemBatcher?.MaxItemsPerBatch).toBe(ROWS_PER_BATCH);
      // a batch and its job fit into the input of a state
      expect(map.ItemBatcher?.MaxInputBytesPerBatch).toBeLessThanOrEqual(240 * 1024);
      expect(map.ItemBatcher?.MaxInputBytesPerBatch).toBeGreaterThan(MAX_ROW_BYTES);
      expect(map.ToleratedFailurePercentage).toBeGreaterThan(0);
    }
  });

  it('ends a job that fails as failed, whatever fails', () => {
    for (const map of maps) expect(map.Catch?.map(({ Next }) => Next)).toEqual(['FailIndexJob']);
    const caught = states
      .filter(([name]) => name === 'CompleteIndexJob')
      .map(([, state]) => state.Catch?.[0]?.Next);
    expect(caught).toEqual(['FailIndexJob']);
  });

  it('ends the row of a job before it reads any outcome, however the job ends', () => {
    const next = Object.fromEntries(states.map(([name, { Next }]) => [name, Next]));
    for (const map of maps) expect(map.Next).toBe('CompleteIndexJob');
    expect(next).toMatchObject({ CompleteIndexJob: 'MergeOutcomes', FailIndexJob: 'MergeOutcomes' });
    const functionOf = (name: string) => JSON.stringify(machine.States[name]);
    for (const end of ['CompleteIndexJob', 'FailIndexJob', 'FailOutcomes'])
      expect(functionOf(end)).toContain('TasksEndIndexJob');
    expect(functionOf('MergeOutcomes')).toContain('TasksMergeOutcomes');
  });

  it('merges call by call until all outcomes are in the file, and fails by itself where that fails', () => {
    const { MergeOutcomes, AreOutcomesMerged, FailOutcomes } = machine.States;
    expect(MergeOutcomes?.Next).toBe('AreOutcomesMerged');
    expect(MergeOutcomes?.Assign?.progress).toBe('{% $states.result.Payload.progress %}');
    expect(AreOutcomesMerged?.Choices?.map(({ Next }) => Next)).toEqual(['MergeOutcomes', 'IndexJobFailed']);
    expect(AreOutcomesMerged?.Default).toBe('EndIndexJob');
    expect(MergeOutcomes?.Catch?.map(({ Next }) => Next)).toEqual(['FailOutcomes']);
    expect(FailOutcomes?.Next).toBe('OutcomesFailed');
  });

  it('can be started to merge the outcomes of an ended job again, and do nothing else', () => {
    const [again] = machine.States[machine.StartAt]?.Choices ?? [];
    expect(again).toMatchObject({ Condition: "{% $states.input.only = 'outcomes' %}", Next: 'MergeAgain' });
    expect(machine.States.MergeAgain).toMatchObject({
      Next: 'MergeOutcomes',
      Assign: { outcome: 'completed', progress: '{% null %}' },
    });
  });

  it('writes what came of its batches to S3, each job below a prefix of its own that soon expires', () => {
    for (const { ResultWriter } of maps) {
      expect(ResultWriter?.Resource).toMatch(/:states:::s3:putObject$/);
      expect(ResultWriter?.Arguments.Prefix).toBe(
        "{% '_map-results/' & $states.input.tenant & '/' & $states.input.job_id %}",
      );
      expect(ResultWriter?.WriterConfig.Transformation).toBe('COMPACT');
    }
    const rules = dev
      .of('AWS::S3::Bucket')
      .flatMap(({ properties }) => properties.LifecycleConfiguration.Rules as Record<string, unknown>[]);
    expect(rules.filter(({ Prefix }) => Prefix !== undefined)).toEqual([
      expect.objectContaining({ Prefix: '_map-results/', ExpirationInDays: 14, Status: 'Enabled' }),
    ]);
  });

  it('tries every task again after what passes by itself, and waits for its answer longer than the function runs', () => {
    const tasks = states.filter(([, { Type }]) => Type === 'Task');
    expect(tasks).toHaveLength(6);
    const timeouts = dev
      .of('AWS::Lambda::Function')
      .map(({ logicalId, properties }) => [logicalId, Number(properties.Timeout)] as const);
    const timeoutOf = (task: State) =>
      timeouts.find(([logicalId]) => JSON.stringify(task).includes(logicalId))?.[1] ?? Number.NaN;
    for (const [name, task] of tasks) {
      const { Retry = [], TimeoutSeconds = 0 } = task;
      expect(
        Retry.flatMap(({ ErrorEquals }) => ErrorEquals),
        name,
      ).toEqual(expect.arrayContaining([...TRANSIENT_ERRORS]));
      expect(TimeoutSeconds, name).toBeGreaterThan(timeoutOf(task));
    }
  });

  it('pauses by waiting, not by running a function, and ever longer: a history holds 25,000 events', async () => {
    const waits = states.filter(([, { Type }]) => Type === 'Wait');
    expect(waits).toHaveLength(2);
    for (const [, { Next, Seconds }] of waits) {
      expect(Next).toMatch(/^IndexBatch/);
      expect(Seconds).toBe('{% $pause %}');
    }
    const assigned = (state: string): string =>
      states.find(([found]) => found === state)?.[1].Assign?.pause ?? '';
    const [, max, base] =
      /^\{% \$states\.result\.Payload\.status = 'paused' \? \$min\(\[\$pause \* 2, (\d+)\]\) : (\d+) %\}$/.exec(
        assigned('IndexBatchCsv'),
      ) ?? [];
    expect(assigned('BeginBatchCsv')).toBe(`{% ${base} %}`);
    let pause = Number(base);
    let waited = 0;
    for (let look = 0; look < 25_000 / EVENTS_PER_LOOK; look += 1) {
      pause = Math.min(pause * 2, Number(max));
      if (look === 0) expect(pause).toBe(16);
      waited += pause;
    }
    expect(waited / DAY_SECONDS).toBeGreaterThan(30);
  });

  it('may read manifests of the bucket, write results of its batches, and touch no image', () => {
    const statements = dev
      .of('AWS::IAM::Policy')
      .filter(({ logicalId }) => logicalId.startsWith('BulkIndexing'))
      .flatMap(
        ({ properties }) => properties.PolicyDocument.Statement as { Action: unknown; Resource: unknown }[],
      );
    const granted = statements.filter(({ Action }) => /s3:|kms:/.test(JSON.stringify(Action)));
    expect(granted.map(({ Action }) => Action)).toEqual([
      ['s3:AbortMultipartUpload', 's3:GetObject', 's3:ListMultipartUploadParts', 's3:PutObject'],
      's3:GetObject',
      ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey'],
    ]);
    const [results, manifests] = granted.map(({ Resource }) => JSON.stringify(Resource));
    expect(manifests).toContain('/*/index-jobs/*/manifest.*');
    expect(results).toContain('/_map-results/*');
  });

  it('has its executions ended by event where they do not end their jobs', () => {
    const [stateMachine] = dev
      .of('AWS::StepFunctions::StateMachine')
      .filter(({ logicalId }) => logicalId.startsWith('BulkIndexing'));
    const rules = dev
      .of('AWS::Events::Rule')
      .filter(({ properties }) => JSON.stringify(properties.EventPattern ?? '').includes('"BulkIndexing'));
    expect(rules).toHaveLength(1);
    expect(rules[0]?.properties.EventPattern.detail).toEqual({
      stateMachineArn: [{ Ref: stateMachine?.logicalId }],
      status: ['FAILED', 'ABORTED', 'TIMED_OUT'],
    });
    const queue = rules[0]?.properties.Targets[0].Arn['Fn::GetAtt'][0];
    const consumers = dev
      .of('AWS::Lambda::EventSourceMapping')
      .filter(({ properties }) => properties.EventSourceArn['Fn::GetAtt']?.[0] === queue)
      .map(({ properties }) => properties.FunctionName.Ref);
    expect(consumers).toEqual([expect.stringMatching(/^TasksEndInterruptedIndexJob/)]);
  });
});
