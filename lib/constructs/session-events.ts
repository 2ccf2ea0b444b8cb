import { Duration } from 'aws-cdk-lib';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { FilterCriteria, FilterRule, type IFunction, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { PUBLISHED_RECORDS } from '../../lambda/events/contract.ts';
import { acknowledge } from './acknowledge.ts';

/** Actions that Lambda takes on behalf of the function (Developer Guide, "Process DynamoDB records"). */
const READ_STREAM = ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'];
/** Another one, for which IAM knows no resource: it takes only "*". */
const LIST_STREAMS = 'dynamodb:ListStreams';
/** Ten calls of PutEvents. */
const BATCH_SIZE = 100;
/** A stream keeps its records for 24 hours; the last hour is for the report of those that were given up. */
const MAX_RECORD_AGE = Duration.hours(23);

export interface SessionEventsProps {
  readonly sessions: TableV2;
  readonly key: IKey;
}

/**
 * The way of session events from the transaction that wrote them to the account's event bus. A batch that is
 * not taken is tried again for most of a day, with the events behind it; what is given up then is named in a
 * queue, and stays in the table.
 */
export class SessionEvents extends Construct {
  readonly failed: Queue;
  /** Permissions of the function that publishes: to read the stream, and to report what was given up. */
  readonly statements: readonly PolicyStatement[];
  readonly #streamArn: string;

  constructor(scope: Construct, id: string, { sessions, key }: SessionEventsProps) {
    super(scope, id);
    const { tableStreamArn } = sessions;
    if (tableStreamArn === undefined) throw new Error('the sessions table has no stream');
    this.#streamArn = tableStreamArn;
    this.failed = new Queue(this, 'Failed', {
      encryption: QueueEncryption.KMS,
      encryptionMasterKey: key,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    acknowledge(this.failed, { 'AwsSolutions-SQS3': 'This queue is a dead-letter queue itself.' });
    const allow = (actions: string[], resource: string) =>
      new PolicyStatement({ actions, resources: [resource] });
    this.statements = [
      allow(READ_STREAM, tableStreamArn),
      allow([LIST_STREAMS], '*'),
      allow(['sqs:SendMessage'], this.failed.queueArn),
      allow(['kms:Decrypt', 'kms:GenerateDataKey'], key.keyArn),
    ];
  }

  /** Connects the function that publishes. */
  serve(publisher: IFunction): void {
    publisher.addEventSourceMapping('SessionEvents', {
      eventSourceArn: this.#streamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: BATCH_SIZE,
      bisectBatchOnError: true,
      maxRecordAge: MAX_RECORD_AGE,
      reportBatchItemFailures: true,
      // the statements above are narrower than those of the CDK's own destination
      onFailure: { bind: () => ({ destination: this.failed.queueArn }) },
      filters: [
        FilterCriteria.filter({
          eventName: FilterRule.isEqual(PUBLISHED_RECORDS.eventName),
          dynamodb: { NewImage: { type: { S: [...PUBLISHED_RECORDS.types] } } },
        }),
      ],
    });
  }
}
