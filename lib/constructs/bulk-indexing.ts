import { Duration, RemovalPolicy, Stack, Token } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import {
  Choice,
  Condition,
  CsvHeaders,
  DefinitionBody,
  DistributedMap,
  Errors,
  Fail,
  type IChainable,
  type IItemReader,
  ItemBatcher,
  JitterType,
  LogLevel,
  Pass,
  QueryLanguage,
  S3CsvItemReader,
  S3JsonLItemReader,
  StateMachine,
  StateMachineType,
  Succeed,
  TaskInput,
  Timeout,
  Wait,
  WaitTime,
} from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import { BATCHES_AT_ONCE, INDEX_JOB_TASKS, ROWS_PER_BATCH } from '../../lambda/contract/index-jobs.ts';
import { LAMBDA_TRANSIENT_ERRORS, STATE_RETRY, TRANSIENT_ERRORS } from '../../lambda/contract/retry.ts';
import type { DeploymentConfig } from '../config.ts';
import { acknowledge } from './acknowledge.ts';

type TaskName = keyof typeof INDEX_JOB_TASKS;

export interface BulkIndexingProps {
  readonly config: DeploymentConfig;
  readonly functions: Readonly<Record<(typeof INDEX_JOB_TASKS)[TaskName], IFunction>>;
  readonly evidence: IBucket;
  readonly key: IKey;
}

/** A task function's own time-out is 28 s; the state waits a little longer so that Lambda's answer is the one seen. */
const TASK_TIMEOUT = Duration.seconds(30);
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
    const { config, evidence, key } = props;
    const logGroup = new LogGroup(this, 'Logs', {
      retention: config.logRetentionDays,
      removalPolicy: config.protectData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    this.stateMachine = new StateMachine(this, 'StateMachine', {
      stateMachineType: StateMachineType.STANDARD,
      queryLanguage: QueryLanguage.JSONATA,
      definitionBody: DefinitionBody.fromChainable(this.definition()),
      timeout: EXECUTION_TIMEOUT,
      tracingEnabled: true,
      // rows name people and their images
      logs: { destination: logGroup, level: LogLevel.ALL, includeExecutionData: false },
    });
    this.stateMachine.addToRolePolicy(
      new PolicyStatement({ actions: ['kms:Decrypt'], resources: [key.keyArn] }),
    );
    acknowledge(this.stateMachine, this.acknowledged(evidence));
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
        new S3CsvItemReader({ bucket, key, csvHeaders: CsvHeaders.useFirstRow() }),
      ),
      jsonl: this.map('IndexJsonRows', 'Json', new S3JsonLItemReader({ bucket, key })),
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
      maxConcurrency: BATCHES_AT_ONCE,
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
    const task = LambdaInvoke.jsonata(this, id, {
      lambdaFunction: this.#props.functions[INDEX_JOB_TASKS[name]],
      payload: TaskInput.fromObject(payload),
      outputs: '{% $states.result.Payload %}',
      taskTimeout: Timeout.duration(TASK_TIMEOUT),
      // the retry map below names these errors too: two retriers for one error would multiply
      retryOnServiceExceptions: false,
      ...(assign ? { assign } : {}),
    });
    task.addRetry({
      errors: [...TRANSIENT_ERRORS, ...LAMBDA_TRANSIENT_ERRORS, Errors.TIMEOUT],
      interval: Duration.seconds(STATE_RETRY.intervalSeconds),
      maxAttempts: STATE_RETRY.maxAttempts,
      backoffRate: STATE_RETRY.backoffRate,
      maxDelay: Duration.seconds(STATE_RETRY.maxDelaySeconds),
      jitterStrategy: JitterType.FULL,
    });
    return task;
  }

  private acknowledged(evidence: IBucket): Record<string, string> {
    const stack = Stack.of(this);
    const bucket = stack.resolve(Stack.of(evidence).exportValue(evidence.bucketName)) as {
      readonly 'Fn::ImportValue': string;
    };
    const machine = stack.resolve(this.stateMachine.stateMachineArn) as { readonly Ref: string };
    const account = Token.isUnresolved(stack.account) ? '<AWS::AccountId>' : stack.account;
    const executions = `arn:aws:states:${this.#props.config.region}:${account}:execution:{"Fn::Select":[6,{"Fn::Split":[":",{"Ref":"${machine.Ref}"}]}]}`;
    return {
      'AwsSolutions-IAM5[Resource::*]':
        'Log delivery and X-Ray know no resource: AWS takes only "*" for them.',
      [`AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:s3:::${bucket['Fn::ImportValue']}/*]`]:
        'The manifest is where its job says; the machine may read objects of this bucket and not list them.',
      ...Object.fromEntries(
        ['', ...MAPS.map((name) => `/${name}`)].map((map) => [
          `AwsSolutions-IAM5[Resource::${executions}${map}:*]`,
          'A Distributed Map starts, watches and stops executions of its own machine, which have no names yet.',
        ]),
      ),
      ...Object.fromEntries(
        Object.values(this.#props.functions).map((fn) => [
          `AwsSolutions-IAM5[Resource::<${logicalIdOf(fn)}.Arn>:*]`,
          'The machine may call any version of its own task functions, and no other function.',
        ]),
      ),
    };
  }
}

function logicalIdOf(fn: IFunction): string {
  const arn = Stack.of(fn).resolve(fn.functionArn) as { readonly 'Fn::GetAtt': readonly [string, string] };
  return arn['Fn::GetAtt'][0];
}
