import { Duration } from 'aws-cdk-lib';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

/** Longer than the function's own time-out, six times over, as AWS advises for event sources. */
const VISIBILITY_TIMEOUT = Duration.seconds(180);
/** A search that gives no answer is counted as such and does not come back; what comes back could not be counted. */
const MAX_RECEIVES = 3;
/** Few at a time: nobody waits, and two that count at once get into each other's way. */
const MAX_CONCURRENCY = 2;
/** A comparison with what was decided long ago says little. */
const RETENTION = Duration.hours(6);

/** The queue of searches that the new generation of a migration is asked too, beside the path that decides. */
export class ShadowReads extends Construct {
  readonly queue: Queue;
  /** Samples that could not be counted: their loss harms nobody, so they only show on the dashboard. */
  readonly deadLetters: Queue;
  /** What a function needs to ask for a comparison. */
  readonly writeStatement: PolicyStatement;

  constructor(scope: Construct, id: string, { key }: { readonly key: IKey }) {
    super(scope, id);
    this.deadLetters = new Queue(this, 'DeadLetters', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    this.queue = new Queue(this, 'Queue', {
      encryption: QueueEncryption.KMS,
      encryptionMasterKey: key,
      enforceSSL: true,
      visibilityTimeout: VISIBILITY_TIMEOUT,
      retentionPeriod: RETENTION,
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: MAX_RECEIVES },
    });
    this.writeStatement = new PolicyStatement({
      effect: Effect.ALLOW,
      actions: ['sqs:SendMessage'],
      resources: [this.queue.queueArn],
    });
  }

  /** Connects the function that asks, which needs no name of the queue. */
  serve(shadowRead: IFunction): void {
    shadowRead.addEventSource(
      new SqsEventSource(this.queue, {
        batchSize: 1,
        maxConcurrency: MAX_CONCURRENCY,
        reportBatchItemFailures: true,
      }),
    );
  }
}
