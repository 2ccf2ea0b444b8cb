import { Duration, RemovalPolicy, Stack, Token } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import {
  Choice,
  Condition,
  DefinitionBody,
  DistributedMap,
  Errors,
  Fail,
  type IChainable,
  JitterType,
  LogLevel,
  Pass,
  ProvideItems,
  QueryLanguage,
  StateMachine,
  StateMachineType,
  Succeed,
  TaskInput,
  Timeout,
} from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import { RECONCILIATION_TASKS } from '../../lambda/contract/reconciliations.ts';
import { LAMBDA_TRANSIENT_ERRORS, TRANSIENT_ERRORS, UNDO_RETRY } from '../../lambda/contract/retry.ts';
import type { DeploymentConfig } from '../config.ts';
import { acknowledge } from './acknowledge.ts';

type TaskName = keyof typeof RECONCILIATION_TASKS;

export interface ReconciliationWorkflowProps {
  readonly config: DeploymentConfig;
  readonly functions: Readonly<Record<(typeof RECONCILIATION_TASKS)[TaskName], IFunction>>;
}

/** A task function's own time-out is 28 s; the state waits a little longer so that Lambda's answer is the one seen. */
const TASK_TIMEOUT = Duration.seconds(30);
/** Collections compared at once: ListFaces and DescribeCollection share a small quota with everything else. */
const COLLECTIONS_AT_ONCE = 2;
/** The row of a running reconciliation is overruled after two days. */
const EXECUTION_TIMEOUT = Duration.days(1);
const MAP = 'ReconcileCollections';

const INPUT = '{% $states.context.Execution.Input %}';

/** The state machine of reconciliation: each collection a child execution, whose history is its own. */
export class ReconciliationWorkflow extends Construct {
  readonly stateMachine: StateMachine;
  readonly #props: ReconciliationWorkflowProps;

  constructor(scope: Construct, id: string, props: ReconciliationWorkflowProps) {
    super(scope, id);
    this.#props = props;
    const { config } = props;
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
      logs: { destination: logGroup, level: LogLevel.ALL, includeExecutionData: false },
    });
    acknowledge(this.stateMachine, this.acknowledged());
  }

  private definition(): IChainable {
    const complete = this.task('CompleteReconciliation', {
      reconciliation: INPUT,
      outcome: 'completed',
      visits: '{% [$states.input] %}',
    });
    const fail = this.task('FailReconciliation', { reconciliation: INPUT, outcome: 'failed', visits: [] });
    const failed = Fail.jsonata(this, 'ReconciliationFailed', {
      error: 'ReconciliationFailed',
      cause: 'The reconciliation met a fault after all retries; see the history and docs/runbook.md.',
    });
    fail.next(failed);
    fail.addCatch(failed, { errors: ['States.ALL'] });
    complete.addCatch(fail, { errors: ['States.ALL'] });
    complete.next(Succeed.jsonata(this, 'EndReconciliation'));
    const map = DistributedMap.jsonata(this, MAP, {
      label: MAP,
      items: ProvideItems.jsonata('{% $states.input.collection_ids %}'),
      itemSelector: {
        tenant: '{% $states.context.Execution.Input.tenant %}',
        reconciliation_id: '{% $states.context.Execution.Input.reconciliation_id %}',
        dry_run: '{% $states.context.Execution.Input.dry_run %}',
        collection_id: '{% $states.context.Map.Item.Value %}',
      },
      maxConcurrency: COLLECTIONS_AT_ONCE,
    });
    map.itemProcessor(this.visit());
    map.addCatch(fail, { errors: ['States.ALL'] });
    return map.next(complete);
  }

  /** One collection, called again until it is done. */
  private visit(): IChainable {
    const begin = Pass.jsonata(this, 'BeginVisit', {
      assign: {
        collection: '{% $states.input %}',
        phase: 'faces',
        cursor: '{% null %}',
        faces: '{% 0 %}',
        mappings: '{% 0 %}',
      },
    });
    const reconcile = this.task(
      'ReconcileCollection',
      {
        tenant: '{% $collection.tenant %}',
        reconciliation_id: '{% $collection.reconciliation_id %}',
        dry_run: '{% $collection.dry_run %}',
        collection_id: '{% $collection.collection_id %}',
        phase: '{% $phase %}',
        cursor: '{% $cursor %}',
      },
      {
        phase: '{% $states.result.Payload.phase %}',
        cursor: '{% $states.result.Payload.cursor %}',
        faces: '{% $faces + $states.result.Payload.faces %}',
        mappings: '{% $mappings + $states.result.Payload.mappings %}',
      },
    );
    const next = Choice.jsonata(this, 'IsVisitDone')
      .when(Condition.jsonata("{% $states.input.status = 'more' %}"), reconcile)
      .otherwise(
        Succeed.jsonata(this, 'EndVisit', {
          outputs: { faces: '{% $faces %}', mappings: '{% $mappings %}' },
        }),
      );
    return begin.next(reconcile).next(next);
  }

  /** One task function as a state; what it answers becomes the state's output. */
  private task(
    name: TaskName,
    payload: Readonly<Record<string, unknown>>,
    assign?: Readonly<Record<string, string>>,
  ): LambdaInvoke {
    const task = LambdaInvoke.jsonata(this, name, {
      lambdaFunction: this.#props.functions[RECONCILIATION_TASKS[name]],
      payload: TaskInput.fromObject(payload),
      outputs: '{% $states.result.Payload %}',
      taskTimeout: Timeout.duration(TASK_TIMEOUT),
      // the retry map below names these errors too: two retriers for one error would multiply
      retryOnServiceExceptions: false,
      ...(assign ? { assign } : {}),
    });
    // patient, as undoing is: nobody waits for an answer
    task.addRetry({
      errors: [...TRANSIENT_ERRORS, ...LAMBDA_TRANSIENT_ERRORS, Errors.TIMEOUT],
      interval: Duration.seconds(UNDO_RETRY.intervalSeconds),
      maxAttempts: UNDO_RETRY.maxAttempts,
      backoffRate: UNDO_RETRY.backoffRate,
      maxDelay: Duration.seconds(UNDO_RETRY.maxDelaySeconds),
      jitterStrategy: JitterType.FULL,
    });
    return task;
  }

  private acknowledged(): Record<string, string> {
    const stack = Stack.of(this);
    const machine = stack.resolve(this.stateMachine.stateMachineArn) as { readonly Ref: string };
    const account = Token.isUnresolved(stack.account) ? '<AWS::AccountId>' : stack.account;
    const executions = `arn:aws:states:${this.#props.config.region}:${account}:execution:{"Fn::Select":[6,{"Fn::Split":[":",{"Ref":"${machine.Ref}"}]}]}`;
    return {
      'AwsSolutions-IAM5[Resource::*]':
        'Log delivery and X-Ray know no resource: AWS takes only "*" for them.',
      ...Object.fromEntries(
        ['', `/${MAP}`].map((map) => [
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
