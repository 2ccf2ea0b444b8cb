import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import {
  Choice,
  Condition,
  DefinitionBody,
  Errors,
  type IChainable,
  JitterType,
  LogLevel,
  QueryLanguage,
  StateMachine,
  StateMachineType,
  Succeed,
  TaskInput,
  Timeout,
} from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import { LAMBDA_TRANSIENT_ERRORS, TRANSIENT_ERRORS, UNDO_RETRY } from '../../lambda/contract/retry.ts';
import type { DeploymentConfig } from '../config.ts';
import { acknowledge } from './acknowledge.ts';

export interface MigrationWorkflowProps {
  readonly config: DeploymentConfig;
  readonly migrateFaces: IFunction;
}

/** The function's own time-out is 28 s; the state waits a little longer so that Lambda's answer is the one seen. */
const TASK_TIMEOUT = Duration.seconds(30);
/** A history holds 25,000 events, about 3,000 slices of 15 s: half a day. What is left goes on with `resume`. */
const EXECUTION_TIMEOUT = Duration.hours(12);

/**
 * The work of a migration: slice after slice until nothing is left. What was done stands in the migration's row, so an
 * execution that failed or timed out is followed by another that goes on where it was.
 */
export class MigrationWorkflow extends Construct {
  readonly stateMachine: StateMachine;

  constructor(scope: Construct, id: string, { config, migrateFaces }: MigrationWorkflowProps) {
    super(scope, id);
    const logGroup = new LogGroup(this, 'Logs', {
      retention: config.logRetentionDays,
      removalPolicy: config.protectData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    this.stateMachine = new StateMachine(this, 'StateMachine', {
      stateMachineType: StateMachineType.STANDARD,
      queryLanguage: QueryLanguage.JSONATA,
      definitionBody: DefinitionBody.fromChainable(this.definition(migrateFaces)),
      timeout: EXECUTION_TIMEOUT,
      tracingEnabled: true,
      logs: { destination: logGroup, level: LogLevel.ALL, includeExecutionData: false },
    });
    acknowledge(this.stateMachine, {
      'AwsSolutions-IAM5[Resource::*]':
        'Log delivery and X-Ray know no resource: AWS takes only "*" for them.',
      [`AwsSolutions-IAM5[Resource::<${logicalIdOf(migrateFaces)}.Arn>:*]`]:
        'The machine may call any version of its own task function, and no other function.',
    });
  }

  private definition(migrateFaces: IFunction): IChainable {
    const migrate = LambdaInvoke.jsonata(this, 'MigrateFaces', {
      lambdaFunction: migrateFaces,
      payload: TaskInput.fromObject({
        tenant: '{% $states.context.Execution.Input.tenant %}',
        migration_id: '{% $states.context.Execution.Input.migration_id %}',
        attempt: '{% $states.context.Execution.Input.attempt %}',
      }),
      outputs: '{% $states.result.Payload %}',
      taskTimeout: Timeout.duration(TASK_TIMEOUT),
      // the retry map below names these errors too: two retriers for one error would multiply
      retryOnServiceExceptions: false,
    });
    // patient, as undoing is: nobody waits for an answer, and a migration should outlive a bad quarter of an hour
    migrate.addRetry({
      errors: [...TRANSIENT_ERRORS, ...LAMBDA_TRANSIENT_ERRORS, Errors.TIMEOUT],
      interval: Duration.seconds(UNDO_RETRY.intervalSeconds),
      maxAttempts: UNDO_RETRY.maxAttempts,
      backoffRate: UNDO_RETRY.backoffRate,
      maxDelay: Duration.seconds(UNDO_RETRY.maxDelaySeconds),
      jitterStrategy: JitterType.FULL,
    });
    return migrate.next(
      Choice.jsonata(this, 'IsMigrationDone')
        .when(Condition.jsonata("{% $states.input.status = 'more' %}"), migrate)
        .otherwise(Succeed.jsonata(this, 'EndMigration')),
    );
  }
}

function logicalIdOf(fn: IFunction): string {
  const arn = Stack.of(fn).resolve(fn.functionArn) as { readonly 'Fn::GetAtt': readonly [string, string] };
  return arn['Fn::GetAtt'][0];
}
