import { Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { WorkQueue } from './work-queue.ts';

export interface InterruptedExecutionsProps {
  readonly stateMachine: StateMachine;
  /** Of the rule. */
  readonly description: string;
  /** Function that does what the executions could not do themselves. */
  readonly cleanup: IFunction;
  readonly key: IKey;
}

/** Cleaning up is quick and needs no rate limit. */
const BATCH_SIZE = 5;

/**
 * A Catch inside a machine never sees a stopped or timed-out execution, and one that failed may have missed
 * its own compensation. Its end is an event, the event becomes a message, and the message is processed until
 * what the execution was for has ended too.
 */
export class InterruptedExecutions extends WorkQueue {
  constructor(scope: Construct, id: string, props: InterruptedExecutionsProps) {
    super(scope, id, { key: props.key });
    new Rule(this, 'Rule', {
      description: props.description,
      eventPattern: {
        source: ['aws.states'],
        detailType: ['Step Functions Execution Status Change'],
        detail: {
          stateMachineArn: [props.stateMachine.stateMachineArn],
          status: ['FAILED', 'ABORTED', 'TIMED_OUT'],
        },
      },
      targets: [new SqsQueue(this.queue, { deadLetterQueue: this.deadLetters })],
    });
    this.workOff(props.cleanup, { batchSize: BATCH_SIZE });
  }
}
