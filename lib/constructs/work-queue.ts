import { Duration } from 'aws-cdk-lib';
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

/** Longer than the function's own time-out, six times over, as AWS advises for event sources. */
const VISIBILITY_TIMEOUT = Duration.seconds(180);
/** Tries before a message is set aside; one that only has to wait is sent anew and counts as none. */
const MAX_RECEIVES = 5;

export interface WorkQueueProps {
  readonly key: IKey;
  /** @default 5 */
  readonly maxReceives?: number;
  /** How long a message waits at most. @default - four days, as SQS has it */
  readonly retention?: Duration;
}

interface Pace {
  readonly maxConcurrency?: number;
  readonly batchSize?: number;
}

export interface Resending {
  /** Sends again what was lost, for the tenants of its input. */
  readonly fn: IFunction;
  readonly description: string;
  readonly every: Duration;
  readonly tenants: readonly string[];
  /** Tenants that fit into the input of one rule. */
  readonly tenantsARule: number;
}

/**
 * A queue whose messages only say where to look: a function works them off, what fails is set aside, and a schedule may
 * send lost ones again.
 */
export class WorkQueue extends Construct {
  readonly deadLetters: Queue;
  readonly queue: Queue;
  /** What a function needs to send messages. */
  readonly writeStatements: readonly PolicyStatement[];

  constructor(scope: Construct, id: string, { key, maxReceives = MAX_RECEIVES, retention }: WorkQueueProps) {
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

  /** Has a function work off the messages: how many of it at a time, and how many messages each. */
  protected workOff(fn: IFunction, { maxConcurrency, batchSize = 1 }: Pace): void {
    fn.addEventSource(
      new SqsEventSource(this.queue, {
        batchSize,
        reportBatchItemFailures: true,
        ...(maxConcurrency ? { maxConcurrency } : {}),
      }),
    );
  }

  protected resend({ fn, description, every, tenants, tenantsARule }: Resending): void {
    for (let first = 0; first < tenants.length; first += tenantsARule) {
      new Rule(this, `Resend${first / tenantsARule}`, {
        description,
        schedule: Schedule.rate(every),
        targets: [
          new LambdaFunction(fn, {
            event: RuleTargetInput.fromObject({ tenants: tenants.slice(first, first + tenantsARule) }),
          }),
        ],
      });
    }
  }
}
