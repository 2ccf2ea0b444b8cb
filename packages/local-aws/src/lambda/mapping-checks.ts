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
