import { AwsError } from '../aws-error.ts';
import type { AccessCheck } from '../emulator.ts';

export const EVENT_SOURCE_MAPPING_TYPE = 'AWS::Lambda::EventSourceMapping';

/** @throws AwsError for what a role may not do. */
export type AuthorizeRole = (roleArn: string, checks: readonly AccessCheck[]) => void;

/** Actions that a role needs on a mapped queue (Lambda Developer Guide, "Using Lambda with Amazon SQS"). */
const QUEUE_ACTIONS = ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'];

/**
 * Refuses a mapping as CreateEventSourceMapping does, in its words.
 * @throws AwsError InvalidParameterValueException.
 */
export function checkMappingRights(
  name: string,
  { queueArn, roleArn }: { readonly queueArn: string; readonly roleArn: string },
  authorize: AuthorizeRole,
): void {
  for (const action of QUEUE_ACTIONS) {
    try {
      authorize(roleArn, [{ action: `sqs:${action}`, resource: queueArn }]);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      throw new AwsError(
        'InvalidParameterValueException',
        `${name}: The provided execution role does not have permissions to call ${action} on SQS. ${error.message}`,
      );
    }
  }
}

/**
 * Refuses a mapping of a stream as CreateEventSourceMapping does (Lambda Developer Guide, "Process DynamoDB
 * records with Lambda").
 * @throws AwsError InvalidParameterValueException.
 */
export function checkStreamMapping(
  name: string,
  { streamArn, roleArn }: { readonly streamArn: string; readonly roleArn: string },
  { StartingPosition, BatchSize = 1, MaximumRecordAgeInSeconds = -1 }: StreamLimits,
  authorize: AuthorizeRole,
): void {
  const refuse = (why: string): AwsError => new AwsError('InvalidParameterValueException', `${name}: ${why}`);
  if (StartingPosition !== 'TRIM_HORIZON' && StartingPosition !== 'LATEST')
    throw refuse('1 validation error detected: Value null at startingPosition: Member must not be null');
  if (BatchSize > MAX_STREAM_BATCH) throw refuse(`BatchSize must be at most ${MAX_STREAM_BATCH}`);
  if (MaximumRecordAgeInSeconds !== -1 && MaximumRecordAgeInSeconds < MIN_RECORD_AGE_S)
    throw refuse(`MaximumRecordAgeInSeconds must be -1 or at least ${MIN_RECORD_AGE_S}`);
  try {
    authorize(roleArn, [
      ...STREAM_ACTIONS.map((action) => ({ action: `dynamodb:${action}`, resource: streamArn })),
      // IAM knows no resource for it
      { action: 'dynamodb:ListStreams', resource: '*' },
    ]);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw refuse(
      `Cannot access stream ${streamArn}. Please ensure the role can perform the GetRecords, GetShardIterator, DescribeStream, and ListStreams Actions on your stream in IAM. ${error.message}`,
    );
  }
}

/** Settings of a mapping of a stream that have limits. */
interface StreamLimits {
  readonly StartingPosition?: string;
  readonly BatchSize?: number;
  readonly MaximumRecordAgeInSeconds?: number;
}

/** Limits of a mapping of a stream (API Reference, CreateEventSourceMapping). */
const MAX_STREAM_BATCH = 10_000;
const MIN_RECORD_AGE_S = 60;

/** Actions that a role needs on a mapped stream. */
export const STREAM_ACTIONS = ['GetRecords', 'GetShardIterator', 'DescribeStream'] as const;

const DEFAULT_FUNCTION_TIMEOUT_S = 3;
const DEFAULT_VISIBILITY_TIMEOUT_S = 30;

/**
 * Refuses a mapping whose messages would be seen again while the function still works on them.
 * @throws AwsError InvalidParameterValueException.
 */
export function checkVisibility(
  name: string,
  { VisibilityTimeout = DEFAULT_VISIBILITY_TIMEOUT_S }: Readonly<Record<string, unknown>>,
  { Timeout = DEFAULT_FUNCTION_TIMEOUT_S }: Readonly<Record<string, unknown>>,
): void {
  if (Number(VisibilityTimeout) >= Number(Timeout)) return;
  throw new AwsError(
    'InvalidParameterValueException',
    `${name}: Queue visibility timeout: ${VisibilityTimeout} seconds is less than Function timeout: ${Timeout} seconds`,
  );
}
