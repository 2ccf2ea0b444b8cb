import type { Clock } from '../clock.ts';
import type { MetricDatum } from '../cloudwatch/telemetry.ts';
import type { DynamoDb } from '../dynamodb/dynamodb.ts';
import type { AccessCheck } from '../emulator.ts';
import type { Log } from '../log.ts';
import type { Sqs } from '../sqs/sqs.ts';
import type { Lambda } from './lambda.ts';

/** Properties of AWS::Lambda::EventSourceMapping that a mapping of a stream reads. */
export interface StreamMappingProperties {
  readonly EventSourceArn: string;
  readonly FunctionName: string;
  readonly StartingPosition?: string;
  readonly BatchSize?: number;
  readonly MaximumBatchingWindowInSeconds?: number;
  readonly MaximumRetryAttempts?: number;
  readonly MaximumRecordAgeInSeconds?: number;
  readonly BisectBatchOnFunctionError?: boolean;
  readonly FunctionResponseTypes?: readonly string[];
  readonly FilterCriteria?: { readonly Filters?: readonly { readonly Pattern: string }[] };
  readonly DestinationConfig?: { readonly OnFailure?: { readonly Destination?: string } };
}

export interface StreamMapping {
  /** Name of the mapping, under which its position is kept. */
  readonly name: string;
  readonly properties: StreamMappingProperties;
}

export interface StreamReaderOptions {
  readonly streams: DynamoDb['streams'];
  readonly sqs: Pick<Sqs, 'send'>;
  readonly lambda: Pick<Lambda, 'invoke'>;
  readonly region: string;
  readonly clock: Clock;
  /** @throws AwsError for what the role of the function may not do. */
  readonly authorize: (checks: readonly AccessCheck[]) => void;
  readonly metric: (datum: MetricDatum) => void;
  readonly log: Log;
}
