import { Duration } from 'aws-cdk-lib';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { TenantSchedule, type TenantScheduleProps } from './tenant-schedule.ts';

/** Six times the function's timeout, as AWS recommends for event sources. */
const VISIBILITY_TIMEOUT = Duration.seconds(180);
/**
 * Attempts before a message is set aside; a message that only has to wait is sent again and does not count.
 */
const MAX_RECEIVES = 5;

export interface WorkQueueProps {
  readonly key: IKey;
  /** @default 5 */
  readonly maxReceives?: number;
  /** Maximum time that a message waits. @default - four days, SQS's default */
  readonly retention?: Duration;
  /** Until then a message that nobody has finished is delivered again. @default 180 seconds */
  readonly visibilityTimeout?: Duration;
}

interface Pace {
  readonly maxConcurrency?: number;
  readonly batchSize?: number;
  /** Time that a batch waits for more messages. @default - none */
  readonly batchingWindow?: Duration;
}

/**
 * A queue whose messages only point to the work: a function processes them,
 * failed ones are set aside, and a schedule may send lost ones again.
 */
export class WorkQueue extends Construct {
  readonly deadLetters: Queue;
  readonly queue: Queue;
  /** Permissions to send messages. */
  readonly writeStatements: readonly PolicyStatement[];

  constructor(scope: Construct, id: string, props: WorkQueueProps) {
    super(scope, id);
    const { key, maxReceives = MAX_RECEIVES, retention, visibilityTimeout = VISIBILITY_TIMEOUT } = props;
    this.deadLetters = new Queue(this, 'DeadLetters', {
      encryption: QueueEncryption.KMS,
      encryptionMasterKey: key,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    this.queue = new Queue(this, 'Queue', {
      encryption: QueueEncryption.KMS,
      encryptionMasterKey: key,
      enforceSSL: true,
      visibilityTimeout,
      ...(retention ? { retentionPeriod: retention } : {}),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: maxReceives },
    });
    const allow = (actions: string[], resource: string) =>
      new PolicyStatement({ effect: Effect.ALLOW, actions, resources: [resource] });
    this.writeStatements = [
      allow(['sqs:SendMessage'], this.queue.queueArn),
      // a sender encrypts with the queue's key
      allow(['kms:GenerateDataKey', 'kms:Decrypt'], key.keyArn),
    ];
  }

  /** Connects the function that processes the messages, with its concurrency and batch size. */
  protected workOff(fn: IFunction, { maxConcurrency, batchSize = 1, batchingWindow }: Pace): void {
    fn.addEventSource(
      new SqsEventSource(this.queue, {
        batchSize,
        reportBatchItemFailures: true,
        ...(maxConcurrency ? { maxConcurrency } : {}),
        ...(batchingWindow ? { maxBatchingWindow: batchingWindow } : {}),
      }),
    );
  }

  /** Has a function send again what was lost, for these tenants. */
  protected resend(schedule: TenantScheduleProps): void {
    new TenantSchedule(this, 'Resend', schedule);
  }
}
