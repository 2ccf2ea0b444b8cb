import { Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import {
  Choice,
  Condition,
  CsvHeaders,
  DistributedMap,
  Fail,
  type IChainable,
  type IItemReader,
  ItemBatcher,
  Pass,
  S3CsvItemReader,
  S3JsonLItemReader,
  type StateMachine,
  Succeed,
  Wait,
  WaitTime,
} from 'aws-cdk-lib/aws-stepfunctions';
import type { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import {
  BATCHES_CONCURRENCY,
  INDEX_JOB_TASKS,
  manifestKey,
  ROWS_PER_BATCH,
} from '../../lambda/bulk-indexing/contract.ts';
import { STATE_RETRY } from '../../lambda/kernel/retry.ts';
import type { DeploymentConfig } from '../config.ts';
import { acknowledge } from './acknowledge.ts';
import { transientRetry, workflowStateMachine, workflowTask } from './workflow.ts';

type TaskName = keyof typeof INDEX_JOB_TASKS;

export interface BulkIndexingProps {
  readonly config: DeploymentConfig;
  readonly functions: Readonly<Record<(typeof INDEX_JOB_TASKS)[TaskName], IFunction>>;
  readonly evidence: IBucket;
  readonly key: IKey;
}

/** How often a paused batch looks whether it may go on. */
const PAUSE = Duration.seconds(15);
/** A job that has not ended by then is stuck: at 50 images a second, a week is thirty million. */
const EXECUTION_TIMEOUT = Duration.days(7);
/** Faults of single rows are outcomes; a batch fails when its own bookkeeping does, and some of that is borne. */
const TOLERATED_FAILURE_PERCENTAGE = 5;

const MAPS = ['IndexCsvRows', 'IndexJsonRows'] as const;

const INPUT = '{% $states.context.Execution.Input %}';

/** The state machine of bulk indexing: every batch of rows a child execution, each at the shared rate. */
export class BulkIndexing extends Construct {
  readonly stateMachine: StateMachine;
  readonly #props: BulkIndexingProps;

  constructor(scope: Construct, id: string, props: BulkIndexingProps) {
    super(scope, id);
    this.#props = props;
    const { evidence, key } = props;
    this.stateMachine = workflowStateMachine(this, {
      config: props.config,
      definition: this.definition(),
      timeout: EXECUTION_TIMEOUT,
      functions: Object.values(props.functions),
      distributedMaps: MAPS,
    });
    this.stateMachine.addToRolePolicy(
      new PolicyStatement({ actions: ['kms:Decrypt'], resources: [key.keyArn] }),
    );
    acknowledge(this.stateMachine, readFindings(evidence, this));
  }

  private definition(): IChainable {
    const complete = this.task('CompleteIndexJob', { job: INPUT, outcome: 'completed' });
    const fail = this.task('FailIndexJob', { job: INPUT, outcome: 'failed' });
    const failed = Fail.jsonata(this, 'IndexJobFailed', {
      error: 'IndexJobFailed',
      cause: 'The index job met a fault after all retries; see the history and docs/runbook.md.',
    });
    fail.next(failed);
    fail.addCatch(failed, { errors: ['States.ALL'] });
    complete.addCatch(fail, { errors: ['States.ALL'] });
    complete.next(Succeed.jsonata(this, 'EndIndexJob'));
    const key = '{% $states.input.manifest_key %}';
    const { evidence: bucket } = this.#props;
    const maps = {
      csv: this.map(
        'IndexCsvRows',
        'Csv',
        // biome-ignore lint/correctness/useHookAtTopLevel: a factory of the CDK, and no hook
        manifestsOnly(new S3CsvItemReader({ bucket, key, csvHeaders: CsvHeaders.useFirstRow() }), bucket),
      ),
      jsonl: this.map('IndexJsonRows', 'Json', manifestsOnly(new S3JsonLItemReader({ bucket, key }), bucket)),
    };
    for (const map of Object.values(maps)) {
      map.addCatch(fail, { errors: ['States.ALL'] });
      map.next(complete);
    }
    return Choice.jsonata(this, 'WhichFormat')
      .when(Condition.jsonata("{% $states.input.format = 'csv' %}"), maps.csv)
      .otherwise(maps.jsonl);
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
        batchInput: { job: '{% $states.input %}' },
      }),
      maxConcurrency: BATCHES_CONCURRENCY,
      toleratedFailurePercentage: TOLERATED_FAILURE_PERCENTAGE,
      // what came of each row is in the outcomes file; the children's answers are of no use
      outputs: {},
    });
    return map.itemProcessor(this.batch(suffix));
  }

  /** One batch, called again until it is done; while its job is paused it waits without running anything. */
  private batch(suffix: string): IChainable {
    const begin = Pass.jsonata(this, `BeginBatch${suffix}`, {
      assign: {
        job: '{% $states.input.BatchInput.job %}',
        rows: '{% [$states.input.Items] %}',
        from: '{% 0 %}',
      },
    });
    const index = this.task(
      'IndexBatch',
      { job: '{% $job %}', rows: '{% $rows %}', from: '{% $from %}' },
      { id: `IndexBatch${suffix}`, assign: { from: '{% $states.result.Payload.from %}' } },
    );
    const pause = Wait.jsonata(this, `WaitWhilePaused${suffix}`, { time: WaitTime.duration(PAUSE) });
    pause.next(index);
    const next = Choice.jsonata(this, `IsBatchDone${suffix}`)
      .when(Condition.jsonata("{% $states.input.status = 'more' %}"), index)
      .when(Condition.jsonata("{% $states.input.status = 'paused' %}"), pause)
      .otherwise(Succeed.jsonata(this, `EndBatch${suffix}`, { outputs: {} }));
    return begin.next(index).next(next);
  }

  /** One task function as a state; what it answers becomes the state's output. */
  private task(
    name: TaskName,
    payload: Readonly<Record<string, unknown>>,
    { id = name, assign }: { readonly id?: string; readonly assign?: Record<string, string> } = {},
  ): LambdaInvoke {
    return workflowTask(this, id, {
      lambdaFunction: this.#props.functions[INDEX_JOB_TASKS[name]],
      payload,
      retry: transientRetry(STATE_RETRY),
      ...(assign ? { assign } : {}),
    });
  }
}

/** Of the evidence bucket, which holds faces too, the machine itself reads manifests alone. */
const MANIFESTS = manifestKey('*', '*', 'csv').replace(/csv$/, '*');

/** A reader of the CDK asks for the whole bucket. */
const manifestsOnly = (reader: IItemReader, bucket: IBucket): IItemReader =>
  Object.assign(Object.create(reader) as IItemReader, {
    providePolicyStatements: () => [
      new PolicyStatement({ actions: ['s3:GetObject'], resources: [bucket.arnForObjects(MANIFESTS)] }),
    ],
  });

function readFindings(evidence: IBucket, scope: Construct): Record<string, string> {
  const bucket = Stack.of(scope).resolve(Stack.of(evidence).exportValue(evidence.bucketArn)) as {
    readonly 'Fn::ImportValue': string;
  };
  return {
    [`AwsSolutions-IAM5[Resource::${bucket['Fn::ImportValue']}/${MANIFESTS}]`]:
      'A manifest lies where tenant and job say, which are known when the job is started; nothing else lies there.',
  };
}
