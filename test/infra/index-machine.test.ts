import aslValidator from 'asl-validator';
import { beforeAll, describe, expect, it } from 'vitest';
import { BATCHES_CONCURRENCY, ROWS_PER_BATCH } from '../../lambda/bulk-indexing/contract.ts';
import { TRANSIENT_ERRORS } from '../../lambda/kernel/retry.ts';
import { definitionOf } from '../support/state-machine.ts';
import { synthesize } from '../support/synthesize.ts';

interface State {
  readonly Type: string;
  readonly Next?: string;
  readonly Seconds?: number;
  readonly TimeoutSeconds?: number;
  readonly MaxConcurrency?: number;
  readonly ToleratedFailurePercentage?: number;
  readonly ItemReader?: { readonly Resource: string; readonly ReaderConfig: { readonly InputType: string } };
  readonly ItemBatcher?: { readonly MaxItemsPerBatch: number };
  readonly ItemProcessor?: Machine & { readonly ProcessorConfig: { readonly Mode: string } };
  readonly Retry?: readonly { readonly ErrorEquals: readonly string[] }[];
  readonly Catch?: readonly { readonly Next: string }[];
}
interface Machine {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

describe('the machine of bulk indexing', () => {
  let machine: Machine;
  let maps: readonly State[];
  let states: readonly [string, State][];
  beforeAll(() => {
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

  it('tries every task again after what passes by itself, and waits for its answer longer than the function runs', () => {
    const tasks = states.filter(([, { Type }]) => Type === 'Task');
    expect(tasks).toHaveLength(4);
    for (const [name, { Retry = [], TimeoutSeconds = 0 }] of tasks) {
      expect(
        Retry.flatMap(({ ErrorEquals }) => ErrorEquals),
        name,
      ).toEqual(expect.arrayContaining([...TRANSIENT_ERRORS]));
      expect(TimeoutSeconds, name).toBeGreaterThan(28);
    }
  });

  it('pauses by waiting, not by running a function', () => {
    const waits = states.filter(([, { Type }]) => Type === 'Wait');
    expect(waits).toHaveLength(2);
    for (const [, { Next, Seconds = 0 }] of waits) {
      expect(Next).toMatch(/^IndexBatch/);
      expect(Seconds).toBeGreaterThanOrEqual(10);
    }
  });

  it('may read manifests of the bucket, and no image', () => {
    const reads = synthesize('dev')
      .of('AWS::IAM::Policy')
      .filter(({ logicalId }) => logicalId.startsWith('BulkIndexing'))
      .flatMap(
        ({ properties }) => properties.PolicyDocument.Statement as { Action: unknown; Resource: unknown }[],
      )
      .filter(({ Action }) => JSON.stringify(Action).includes('s3:'));
    expect(reads.length).toBeGreaterThan(0);
    for (const { Action, Resource } of reads) {
      expect(Action).toBe('s3:GetObject');
      expect(JSON.stringify(Resource)).toContain('/*/index-jobs/*/manifest.*');
    }
  });
});
