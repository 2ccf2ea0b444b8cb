import type { Stack } from 'aws-cdk-lib';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';

/** Permission to start executions of a state machine. */
export const startExecution = ({ stateMachineArn }: IStateMachine): PolicyStatement =>
  new PolicyStatement({
    effect: Effect.ALLOW,
    actions: ['states:StartExecution'],
    resources: [stateMachineArn],
  });

/** Permission to put events on the account's default bus. */
export const putEventsTo = (stack: Stack): PolicyStatement =>
  new PolicyStatement({
    effect: Effect.ALLOW,
    actions: ['events:PutEvents'],
    resources: [stack.formatArn({ service: 'events', resource: 'event-bus', resourceName: 'default' })],
  });
