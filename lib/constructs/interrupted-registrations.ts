import { Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { WorkQueue } from './work-queue.ts';

export interface InterruptedRegistrationsProps {
  readonly registration: StateMachine;
  readonly undo: IFunction;
  readonly key: IKey;
}

/** Undoing is quick and needs no rate limit. */
const BATCH_SIZE = 5;

/**
 * A Catch inside the machine never sees a stopped or timed-out execution, and one that failed may have missed
 * its own compensation. Its end is an event, the event becomes a message, and the message is processed until
 * the session has ended and its faces are deleted.
 */
export class InterruptedRegistrations extends WorkQueue {
  constructor(scope: Construct, id: string, { registration, undo, key }: InterruptedRegistrationsProps) {
    super(scope, id, { key });
    new Rule(this, 'Rule', {
      description: 'Registrations that ended without their own compensation',
      eventPattern: {
        source: ['aws.states'],
        detailType: ['Step Functions Execution Status Change'],
        detail: {
          stateMachineArn: [registration.stateMachineArn],
          status: ['FAILED', 'ABORTED', 'TIMED_OUT'],
        },
      },
      targets: [new SqsQueue(this.queue, { deadLetterQueue: this.deadLetters })],
    });
    this.workOff(undo, { batchSize: BATCH_SIZE });
  }
}
