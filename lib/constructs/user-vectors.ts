import { Duration } from 'aws-cdk-lib';
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { generationsOf } from '../../lambda/contract/generations.ts';
import { TENANTS_A_RULE } from '../../lambda/contract/user-vectors.ts';
import type { DeploymentConfig } from '../config.ts';

/** Longer than the function's own time-out, six times over, as AWS advises for event sources. */
const VISIBILITY_TIMEOUT = Duration.seconds(180);
/** Tries before a message is set aside; one that only has to wait is sent anew and counts as none. */
const MAX_RECEIVES = 5;
/** Rekognition takes 5 of these calls a second: two functions at a time keep that rate, and more would only wait. */
const MAX_CONCURRENCY = 2;
/** How long a message that was lost stays unnoticed. */
const RESEND_EVERY = Duration.minutes(5);

/**
 * The queue that has user vectors built at the rate that Rekognition grants, and the schedule that sends again what was
 * lost (whitepaper 3.5.2).
 */
export class UserVectors extends Construct {
  readonly deadLetters: Queue;
  readonly queue: Queue;
  /** What a function needs to send requests. */
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
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: MAX_RECEIVES },
    });
    this.writeStatement = new PolicyStatement({
      effect: Effect.ALLOW,
      actions: ['sqs:SendMessage'],
      resources: [this.queue.queueArn],
    });
  }

  /** Connects the functions that need the queue's name to be made. */
  serve(config: DeploymentConfig, associate: IFunction, resend: IFunction): void {
    associate.addEventSource(
      new SqsEventSource(this.queue, {
        batchSize: 1,
        maxConcurrency: MAX_CONCURRENCY,
        reportBatchItemFailures: true,
      }),
    );
    const tenants = config.tenants
      .map(({ id }) => id)
      .filter((tenant) =>
        generationsOf(config.generations, tenant).some(({ vectors }) => vectors === 'user'),
      );
    for (let first = 0; first < tenants.length; first += TENANTS_A_RULE) {
      new Rule(this, `Resend${first / TENANTS_A_RULE}`, {
        description: 'Requests for user vectors whose message was lost',
        schedule: Schedule.rate(RESEND_EVERY),
        targets: [
          new LambdaFunction(resend, {
            event: RuleTargetInput.fromObject({ tenants: tenants.slice(first, first + TENANTS_A_RULE) }),
          }),
        ],
      });
    }
  }
}
