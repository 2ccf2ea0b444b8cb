import { Duration, Stack, Token } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import {
  DefinitionBody,
  Errors,
  type IChainable,
  JitterType,
  LogLevel,
  QueryLanguage,
  type RetryProps,
  StateMachine,
  StateMachineType,
  TaskInput,
  Timeout,
} from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import { LAMBDA_TRANSIENT_ERRORS, STATE_RETRY, TRANSIENT_ERRORS } from '../../lambda/kernel/retry.ts';
import type { DeploymentConfig } from '../config.ts';
import { acknowledge } from './acknowledge.ts';
import { logSettings } from './log-settings.ts';

export interface WorkflowProps {
  readonly config: DeploymentConfig;
  /** Encrypts its log where data is protected. */
  readonly key: IKey;
  readonly definition: IChainable;
  readonly timeout: Duration;
  /** Functions that its tasks call. */
  readonly functions: readonly IFunction[];
  /** Labels of its Distributed Maps, which start executions of the same machine. */
  readonly distributedMaps?: readonly string[];
}

/**
 * A Standard state machine in JSONata, with the log, tracing and accepted findings that all of ours share.
 */
export function workflowStateMachine(
  scope: Construct,
  { config, key, definition, timeout, functions, distributedMaps = [] }: WorkflowProps,
): StateMachine {
  const logGroup = new LogGroup(scope, 'Logs', {
    // the prefix keeps the resource policy for log deliveries
    // below its 5,120 characters (Step Functions, CloudWatch logs)
    logGroupName: `/aws/vendedlogs/states/face-idv-${config.stage}-${scope.node.id}`,
    ...logSettings(config, key),
  });
  const machine = new StateMachine(scope, 'StateMachine', {
    stateMachineType: StateMachineType.STANDARD,
    queryLanguage: QueryLanguage.JSONATA,
    definitionBody: DefinitionBody.fromChainable(definition),
    timeout,
    tracingEnabled: true,
    // execution data names people and their images; the
    // history stores it encrypted, the log must not contain it
    logs: { destination: logGroup, level: LogLevel.ALL, includeExecutionData: false },
  });
  acknowledge(machine, {
    'AwsSolutions-IAM5[Resource::*]': 'Log delivery and X-Ray know no resource: AWS takes only "*" for them.',
    ...Object.fromEntries(
      functions.flatMap((fn) => {
        const logicalId = logicalIdOf(fn);
        return logicalId === undefined
          ? []
          : [
              [
                `AwsSolutions-IAM5[Resource::<${logicalId}.Arn>:*]`,
                'The machine may call any version of its own task functions, and no other function.',
              ],
            ];
      }),
    ),
    ...(distributedMaps.length > 0 ? executionFindings(machine, config, distributedMaps) : {}),
  });
  return machine;
}

function executionFindings(
  machine: StateMachine,
  config: DeploymentConfig,
  maps: readonly string[],
): Record<string, string> {
  const stack = Stack.of(machine);
  const { Ref } = stack.resolve(machine.stateMachineArn) as { readonly Ref: string };
  const account = Token.isUnresolved(stack.account) ? '<AWS::AccountId>' : stack.account;
  const executions = `arn:aws:states:${config.region}:${account}:execution:{"Fn::Select":[6,{"Fn::Split":[":",{"Ref":"${Ref}"}]}]}`;
  return Object.fromEntries(
    ['', ...maps.map((map) => `/${map}`)].map((map) => [
      `AwsSolutions-IAM5[Resource::${executions}${map}:*]`,
      'A Distributed Map starts, watches and stops executions of its own machine, which have no names yet.',
    ]),
  );
}

/** Logical id of a function; undefined of an alias, which is granted by its own ARN. */
function logicalIdOf(fn: IFunction): string | undefined {
  const arn = Stack.of(fn).resolve(fn.functionArn) as { readonly 'Fn::GetAtt'?: readonly [string, string] };
  return arn['Fn::GetAtt']?.[0];
}

/**
 * A task function times out after 28 s; the state waits a
 * little longer, so that Lambda's own timeout is reported.
 */
const TASK_TIMEOUT = Duration.seconds(30);

export interface WorkflowTaskProps {
  readonly lambdaFunction: IFunction;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly retry: RetryProps;
  /** Longer than the function's timeout. @default TASK_TIMEOUT */
  readonly taskTimeout?: Duration;
  /** @default the function's result */
  readonly outputs?: string;
  readonly assign?: Readonly<Record<string, string>>;
}

/** One task function as a state. */
export function workflowTask(
  scope: Construct,
  id: string,
  {
    lambdaFunction,
    payload,
    retry,
    taskTimeout = TASK_TIMEOUT,
    outputs = '{% $states.result.Payload %}',
    assign,
  }: WorkflowTaskProps,
): LambdaInvoke {
  const task = LambdaInvoke.jsonata(scope, id, {
    lambdaFunction,
    payload: TaskInput.fromObject(payload),
    outputs,
    taskTimeout: Timeout.duration(taskTimeout),
    // the retry map includes these errors: two retriers for one error would multiply
    retryOnServiceExceptions: false,
    ...(assign ? { assign } : {}),
  });
  task.addRetry(retry);
  return task;
}

/** Retries of transient errors, from the retry map; any other error fails the state at once. */
export function transientRetry(): RetryProps {
  return {
    errors: [...TRANSIENT_ERRORS, ...LAMBDA_TRANSIENT_ERRORS, Errors.TIMEOUT],
    interval: Duration.seconds(STATE_RETRY.intervalSeconds),
    maxAttempts: STATE_RETRY.maxAttempts,
    backoffRate: STATE_RETRY.backoffRate,
    maxDelay: Duration.seconds(STATE_RETRY.maxDelaySeconds),
    jitterStrategy: JitterType.FULL,
  };
}
