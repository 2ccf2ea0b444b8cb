import { Duration } from 'aws-cdk-lib';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { FilterCriteria, type IFunction, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';

/** Actions that Lambda takes on behalf of the function (Developer Guide, "Process DynamoDB records"). */
const READ_STREAM = ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'];
/** Another one, for which IAM knows no resource: it takes only "*". */
const LIST_STREAMS = 'dynamodb:ListStreams';
const BATCH_SIZE = 100;
/** A stream keeps its records for 24 hours; the last hour is for the report of those that were given up. */
const MAX_RECORD_AGE = Duration.hours(23);

/** New rows of a table that a function is given. */
export interface ReadRows {
  /** Of the mapping; unique in the function's scope. */
  readonly id: string;
  readonly table: TableV2;
  /** Pattern of their records. */
  readonly filter: object;
}

export interface StreamRecordsProps {
  readonly rows: readonly ReadRows[];
  readonly key: IKey;
  /** Time for which rows are gathered, so that the function runs less often; none by default. */
  readonly batchingWindow?: Duration;
}

/**
 * New rows of tables on their way to one function, by the tables' streams. A batch that is not taken is
 * tried again for most of a day, with the rows behind it; what is given up then is named in a queue, and
 * stays in its table. Two functions at most read a stream: more would be throttled.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html
 */
export class StreamRecords extends Construct {
  readonly failed: Queue;
  /** Permissions of the function: to read the streams, and to report what was given up. */
  readonly statements: readonly PolicyStatement[];
  readonly #rows: readonly ReadRows[];
  readonly #batchingWindow: Duration | undefined;

  constructor(scope: Construct, id: string, { rows, key, batchingWindow }: StreamRecordsProps) {
    super(scope, id);
    this.#rows = rows;
    this.#batchingWindow = batchingWindow;
    this.failed = new Queue(this, 'Failed', {
      encryption: QueueEncryption.KMS,
      encryptionMasterKey: key,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    acknowledge(this.failed, { 'AwsSolutions-SQS3': 'This queue is a dead-letter queue itself.' });
    const allow = (actions: string[], ...resources: string[]) => new PolicyStatement({ actions, resources });
    this.statements = [
      allow(READ_STREAM, ...rows.map(({ table }) => streamOf(table))),
      allow([LIST_STREAMS], '*'),
      allow(['sqs:SendMessage'], this.failed.queueArn),
      allow(['kms:Decrypt', 'kms:GenerateDataKey'], key.keyArn),
    ];
  }

  /** Connects the function. */
  serve(consumer: IFunction): void {
    for (const { id, table, filter } of this.#rows)
      consumer.addEventSourceMapping(id, {
        eventSourceArn: streamOf(table),
        startingPosition: StartingPosition.TRIM_HORIZON,
        batchSize: BATCH_SIZE,
        ...(this.#batchingWindow ? { maxBatchingWindow: this.#batchingWindow } : {}),
        bisectBatchOnError: true,
        maxRecordAge: MAX_RECORD_AGE,
        reportBatchItemFailures: true,
        // the statements above are narrower than those of the CDK's own destination
        onFailure: { bind: () => ({ destination: this.failed.queueArn }) },
        filters: [FilterCriteria.filter(filter)],
      });
  }
}

function streamOf({ tableStreamArn, node }: TableV2): string {
  if (tableStreamArn === undefined) throw new Error(`the table ${node.path} has no stream`);
  return tableStreamArn;
}
