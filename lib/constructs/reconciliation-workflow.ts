import { Duration } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import {
  Choice,
  Condition,
  DistributedMap,
  Fail,
  type IChainable,
  Pass,
  ProvideItems,
  type StateMachine,
  Succeed,
} from 'aws-cdk-lib/aws-stepfunctions';
import type { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import { RECONCILIATION_TASKS } from '../../lambda/reconciliation/contract.ts';
import type { DeploymentConfig } from '../config.ts';
import { transientRetry, workflowStateMachine, workflowTask } from './workflow.ts';

type TaskName = keyof typeof RECONCILIATION_TASKS;

export interface ReconciliationWorkflowProps {
  readonly config: DeploymentConfig;
  readonly key: IKey;
  readonly functions: Readonly<Record<(typeof RECONCILIATION_TASKS)[TaskName], IFunction>>;
}

/**
 * Collections compared concurrently: ListFaces and
 * DescribeCollection share a small quota with all other calls.
 */
const COLLECTIONS_CONCURRENCY = 2;
/** Shorter than the two days after which the row of a running reconciliation is superseded. */
const EXECUTION_TIMEOUT = Duration.days(1);
const MAP = 'ReconcileCollections';

const INPUT = '{% $states.context.Execution.Input %}';

/** The state machine of reconciliation: one child execution per collection, each with its own history. */
export class ReconciliationWorkflow extends Construct {
  readonly stateMachine: StateMachine;
  readonly #props: ReconciliationWorkflowProps;

  constructor(scope: Construct, id: string, props: ReconciliationWorkflowProps) {
    super(scope, id);
    this.#props = props;
    this.stateMachine = workflowStateMachine(this, {
      config: props.config,
      key: props.key,
      definition: this.definition(),
      timeout: EXECUTION_TIMEOUT,
      functions: Object.values(props.functions),
      distributedMaps: [MAP],
    });
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
      cause: 'The reconciliation failed after all retries; see the history and docs/runbook.md.',
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
      maxConcurrency: COLLECTIONS_CONCURRENCY,
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

  /** One task function as a state; its result becomes the state's output. */
  private task(
    name: TaskName,
    payload: Readonly<Record<string, unknown>>,
    assign?: Readonly<Record<string, string>>,
  ): LambdaInvoke {
    return workflowTask(this, name, {
      lambdaFunction: this.#props.functions[RECONCILIATION_TASKS[name]],
      payload,
      retry: transientRetry(),
      ...(assign ? { assign } : {}),
    });
  }
}
