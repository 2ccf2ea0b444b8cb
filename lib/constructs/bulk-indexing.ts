import { Duration } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import {
  Choice,
  Condition,
  DistributedMap,
  Fail,
  type IChainable,
  type IItemReader,
  ItemBatcher,
  Pass,
  type StateMachine,
  Succeed,
  Wait,
  WaitTime,
} from 'aws-cdk-lib/aws-stepfunctions';
import type { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import { BATCHES_CONCURRENCY, INDEX_JOB_TASKS, ROWS_PER_BATCH } from '../../lambda/bulk-indexing/contract.ts';
import type { DeploymentConfig } from '../config.ts';
import { acknowledge } from './acknowledge.ts';
import { batchResults, csvReader, fileFindings, jsonReader, keyStatement } from './index-job-files.ts';
import { transientRetry, workflowStateMachine, workflowTask } from './workflow.ts';

type TaskName = keyof typeof INDEX_JOB_TASKS;

export interface BulkIndexingProps {
  readonly config: DeploymentConfig;
  readonly functions: Readonly<Record<(typeof INDEX_JOB_TASKS)[TaskName], IFunction>>;
  readonly evidence: IBucket;
  readonly key: IKey;
}

/**
 * How often a paused batch checks whether it may continue: after 16 s, then twice as long each time, up to 20
 * min. Each check is nine events of a history with at most 25,000; checks every 16 s would end a batch after
 * half a day.
 */
const PAUSE_SECONDS = { base: 8, max: 1200 } as const;
/** Timeout of a job: 13 million rows at the 5 images per second of a small region. */
const EXECUTION_TIMEOUT = Duration.days(30);
/** Timeout of the function that merges outcomes: five times the time in which it starts parts. */
export const MERGE_TIMEOUT = Duration.minutes(5);
/** The state waits a little longer, so that Lambda's own timeout is reported. */
const MERGE_STATE_TIMEOUT = MERGE_TIMEOUT.plus(Duration.seconds(5));
/**
 * Failures of single rows are outcomes; a batch fails if
 * its own bookkeeping does, and some of that is tolerated.
 */
const TOLERATED_FAILURE_PERCENTAGE = 5;

/** Leaves room for the job in the 256 KiB that the input of a state may have; a row has at most 16 KiB. */
const MAX_BATCH_BYTES = 200 * 1024;

const MAPS = ['IndexCsvRows', 'IndexJsonRows'] as const;

const INPUT = '{% $states.context.Execution.Input %}';

/** The state machine of bulk indexing: one child execution per batch of rows, all at the shared rate. */
export class BulkIndexing extends Construct {
  readonly stateMachine: StateMachine;
  readonly #props: BulkIndexingProps;

  constructor(scope: Construct, id: string, props: BulkIndexingProps) {
    super(scope, id);
    this.#props = props;
    const { evidence, key } = props;
    this.stateMachine = workflowStateMachine(this, {
      config: props.config,
      key: props.key,
      definition: this.definition(),
      timeout: EXECUTION_TIMEOUT,
      functions: Object.values(props.functions),
      distributedMaps: MAPS,
    });
    this.stateMachine.addToRolePolicy(keyStatement(key));
    acknowledge(this.stateMachine, fileFindings(evidence, this));
  }

  private definition(): IChainable {
    const merge = this.merge();
    const complete = this.end('CompleteIndexJob', 'completed');
    const fail = this.end('FailIndexJob', 'failed');
    complete.next(merge);
    complete.addCatch(fail, { errors: ['States.ALL'] });
    fail.next(merge);
    fail.addCatch(this.failed(), { errors: ['States.ALL'] });
    const { evidence } = this.#props;
    const maps = {
      csv: this.map('IndexCsvRows', 'Csv', csvReader(evidence)),
      jsonl: this.map('IndexJsonRows', 'Json', jsonReader(evidence)),
    };
    for (const map of Object.values(maps)) {
      map.addCatch(fail, { errors: ['States.ALL'] });
      map.next(complete);
    }
    const mergeAgain = Pass.jsonata(this, 'MergeAgain', { assign: beginMerge('completed') });
    mergeAgain.next(merge);
    return Choice.jsonata(this, 'WhatToDo')
      .when(Condition.jsonata("{% $states.input.only = 'outcomes' %}"), mergeAgain)
      .when(Condition.jsonata("{% $states.input.format = 'csv' %}"), maps.csv)
      .otherwise(maps.jsonl);
  }

  /** Ends the job's row, before any work whose duration grows with the rows. */
  private end(name: 'CompleteIndexJob' | 'FailIndexJob', outcome: 'completed' | 'failed'): LambdaInvoke {
    return this.task(name, { job: INPUT, outcome }, { assign: beginMerge(outcome) });
  }

  /** Merges the outcomes of all rows into one file, call by call; even if that fails, the job has ended. */
  private merge(): LambdaInvoke {
    const merge = this.task(
      'MergeOutcomes',
      { job: INPUT, progress: '{% $progress %}' },
      {
        taskTimeout: MERGE_STATE_TIMEOUT,
        assign: { progress: '{% $states.result.Payload.progress %}' },
      },
    );
    const failOutcomes = this.task('FailOutcomes', { job: INPUT, outcome: 'outcomes_failed' }, {});
    const failed = Fail.jsonata(this, 'OutcomesFailed', {
      error: 'IndexJobOutcomesFailed',
      cause: 'The job has ended, and its outcomes could not be put into one file; see docs/runbook.md.',
    });
    failOutcomes.next(failed);
    failOutcomes.addCatch(failed, { errors: ['States.ALL'] });
    merge.addCatch(failOutcomes, { errors: ['States.ALL'] });
    merge.next(
      Choice.jsonata(this, 'AreOutcomesMerged')
        .when(Condition.jsonata("{% $states.input.status = 'more' %}"), merge)
        .when(Condition.jsonata("{% $outcome = 'failed' %}"), this.failed())
        .otherwise(Succeed.jsonata(this, 'EndIndexJob')),
    );
    return merge;
  }

  #failed: Fail | undefined;

  private failed(): Fail {
    this.#failed ??= Fail.jsonata(this, 'IndexJobFailed', {
      error: 'IndexJobFailed',
      cause: 'The index job failed after all retries; see the history and docs/runbook.md.',
    });
    return this.#failed;
  }

  /** The rows of a manifest, numbered, in batches. */
  private map(name: (typeof MAPS)[number], suffix: string, itemReader: IItemReader): DistributedMap {
    const map = DistributedMap.jsonata(this, name, {
      label: name,
      itemReader,
      itemSelector: {
        index: '{% $states.context.Map.Item.Index %}',
        row: '{% $states.context.Map.Item.Value %}',
      },
      itemBatcher: new ItemBatcher({
        maxItemsPerBatch: ROWS_PER_BATCH,
        maxInputBytesPerBatch: MAX_BATCH_BYTES,
        batchInput: { job: '{% $states.input %}' },
      }),
      maxConcurrency: BATCHES_CONCURRENCY,
      toleratedFailurePercentage: TOLERATED_FAILURE_PERCENTAGE,
      resultWriterV2: batchResults(this.#props.evidence),
      // the outcomes file has the rows' results; the map run shows the location of the batches' results
      outputs: {},
    });
    return map.itemProcessor(this.batch(suffix));
  }

  /**
   * One batch, called again until it is done; while its job is paused it waits without running a function.
   */
  private batch(suffix: string): IChainable {
    const begin = Pass.jsonata(this, `BeginBatch${suffix}`, {
      assign: {
        job: '{% $states.input.BatchInput.job %}',
        rows: '{% [$states.input.Items] %}',
        from: '{% 0 %}',
        pause: `{% ${PAUSE_SECONDS.base} %}`,
      },
    });
    const index = this.task(
      'IndexBatch',
      { job: '{% $job %}', rows: '{% $rows %}', from: '{% $from %}' },
      {
        id: `IndexBatch${suffix}`,
        assign: { from: '{% $states.result.Payload.from %}', pause: NEXT_PAUSE },
      },
    );
    const pause = Wait.jsonata(this, `WaitWhilePaused${suffix}`, { time: WaitTime.seconds('{% $pause %}') });
    pause.next(index);
    const next = Choice.jsonata(this, `IsBatchDone${suffix}`)
      .when(Condition.jsonata("{% $states.input.status = 'more' %}"), index)
      .when(Condition.jsonata("{% $states.input.status = 'paused' %}"), pause)
      .otherwise(Succeed.jsonata(this, `EndBatch${suffix}`, { outputs: {} }));
    return begin.next(index).next(next);
  }

  /** One task function as a state; its result becomes the state's output. */
  private task(
    name: TaskName,
    payload: Readonly<Record<string, unknown>>,
    { id = name, ...more }: TaskSettings,
  ): LambdaInvoke {
    return workflowTask(this, id, {
      lambdaFunction: this.#props.functions[INDEX_JOB_TASKS[name]],
      payload,
      retry: transientRetry(),
      ...more,
    });
  }
}

interface TaskSettings {
  /** @default the task's name */
  readonly id?: string;
  readonly taskTimeout?: Duration;
  readonly assign?: Readonly<Record<string, string>>;
}

const NEXT_PAUSE = `{% $states.result.Payload.status = 'paused' ? $min([$pause * 2, ${PAUSE_SECONDS.max}]) : ${PAUSE_SECONDS.base} %}`;

/** Input of the states after the end of a job: its outcome and the progress of the outcomes file. */
const beginMerge = (outcome: 'completed' | 'failed') => ({ outcome, progress: '{% null %}' });
