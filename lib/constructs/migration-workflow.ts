import { Duration } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import {
  Choice,
  Condition,
  type IChainable,
  type StateMachine,
  Succeed,
} from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { DeploymentConfig } from '../config.ts';
import { transientRetry, workflowStateMachine, workflowTask } from './workflow.ts';

export interface MigrationWorkflowProps {
  readonly config: DeploymentConfig;
  readonly key: IKey;
  readonly migrateFaces: IFunction;
}

/** A history holds 25,000 events, about 3,000 slices of 15 s: half a day. `resume` continues the rest. */
const EXECUTION_TIMEOUT = Duration.hours(12);

/**
 * The work of a migration: slice after slice until nothing is left. Progress is in the migration's row, so
 * another execution continues after one that failed or timed out.
 */
export class MigrationWorkflow extends Construct {
  readonly stateMachine: StateMachine;

  constructor(scope: Construct, id: string, { config, key, migrateFaces }: MigrationWorkflowProps) {
    super(scope, id);
    this.stateMachine = workflowStateMachine(this, {
      config,
      key,
      definition: this.definition(migrateFaces),
      timeout: EXECUTION_TIMEOUT,
      functions: [migrateFaces],
    });
  }

  private definition(migrateFaces: IFunction): IChainable {
    const migrate = workflowTask(this, 'MigrateFaces', {
      lambdaFunction: migrateFaces,
      payload: {
        tenant: '{% $states.context.Execution.Input.tenant %}',
        migration_id: '{% $states.context.Execution.Input.migration_id %}',
        attempt: '{% $states.context.Execution.Input.attempt %}',
      },
      retry: transientRetry(),
    });
    return migrate.next(
      Choice.jsonata(this, 'IsMigrationDone')
        .when(Condition.jsonata("{% $states.input.status = 'more' %}"), migrate)
        .otherwise(Succeed.jsonata(this, 'EndMigration')),
    );
  }
}
