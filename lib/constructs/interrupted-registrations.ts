import { Duration } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';

export interface InterruptedRegistrationsProps {
  readonly registration: StateMachine;
  readonly undo: IFunction;
  readonly key: IKey;
}

/** Longer than the function's own time-out, six times over, as AWS advises for event sources. */
const VISIBILITY_TIMEOUT = Duration.seconds(180);
/** Tries before a message is set aside: undoing is idempotent, so a fault that lasts five tries needs a person. */
const MAX_RECEIVES = 5;

/**
 * A Catch inside the machine never sees an execution that an operator stopped or that ran into its time-out; such an
 * execution may have left a face behind. Its end is an event, the event becomes a message, and the message is worked
 * off until the enrolment is undone.
 */
export class InterruptedRegistrations extends Construct {
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, { registration, undo, key }: InterruptedRegistrationsProps) {
    super(scope, id);
    this.deadLetters = new Queue(this, 'DeadLetters', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    const queue = new Queue(this, 'Queue', {
      encryption: QueueEncryption.KMS,
      encryptionMasterKey: key,
      enforceSSL: true,
      visibilityTimeout: VISIBILITY_TIMEOUT,
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: MAX_RECEIVES },
    });
    new Rule(this, 'Rule', {
      description: 'Registrations that ended without their own compensation',
      eventPattern: {
        source: ['aws.states'],
        detailType: ['Step Functions Execution Status Change'],
        detail: { stateMachineArn: [registration.stateMachineArn], status: ['ABORTED', 'TIMED_OUT'] },
      },
      targets: [new SqsQueue(queue, { deadLetterQueue: this.deadLetters })],
    });
    undo.addEventSource(new SqsEventSource(queue, { batchSize: 5, reportBatchItemFailures: true }));
  }
}
