import type { z } from 'zod';
import { AwsError } from '../aws-error.ts';
import type { Client, Pool, User } from './directory.ts';
import { TriggerNotPermitted } from './trigger-invocations.ts';

/**
 * Runs a function and gives what it returned; rejects when the function failed.
 * @param poolArn of the pool that calls it
 */
export type InvokeFunction = (functionArn: string, payload: unknown, poolArn: string) => Promise<unknown>;

export interface TriggerCall {
  readonly pool: Pool;
  readonly client: Client;
  readonly user: User;
  /** Why the function runs, such as `TokenGeneration_Authentication`. */
  readonly source: string;
  /** Version of the event: `1`, or `2` for tokens with access-token customization. */
  readonly version: '1' | '2';
  readonly request: Readonly<Record<string, unknown>>;
  /** The empty response that the function is to fill in. */
  readonly response: Readonly<Record<string, unknown>>;
}

/**
 * Calls a Lambda trigger with the event of the developer
 * guide and gives its `response`, checked against `schema`.
 */
export async function callTrigger<Schema extends z.ZodType>(
  invoke: InvokeFunction,
  functionArn: string,
  { pool, client, user, source, version, request, response }: TriggerCall,
  schema: Schema,
): Promise<z.output<Schema>> {
  const name = source.split('_')[0] === 'TokenGeneration' ? 'PreTokenGeneration' : source.split('_')[0];
  const event = {
    version,
    triggerSource: source,
    // the first half of a pool id is the region
    region: pool.id.split('_')[0],
    userPoolId: pool.id,
    userName: user.username,
    callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: client.id },
    request: { userAttributes: request.userNotFound === true ? {} : attributesForTrigger(user), ...request },
    response,
  };
  let returned: unknown;
  try {
    returned = await invoke(functionArn, event, pool.arn);
  } catch (error) {
    if (error instanceof TriggerNotPermitted)
      throw new AwsError(
        'UnexpectedLambdaException',
        `${name} invocation failed due to error AccessDeniedException.`,
      );
    const reason = error instanceof Error ? error.message : 'the function failed';
    const failure = new AwsError('UserLambdaValidationException', `${name} failed with error ${reason}.`);
    failure.cause = error;
    throw failure;
  }
  const parsed = schema.safeParse((returned as { response?: unknown } | null | undefined)?.response);
  if (parsed.success) return parsed.data;
  throw new AwsError('InvalidLambdaResponseException', 'Unrecognizable lambda output');
}

/** User attributes as triggers see them: with the status of the account. */
function attributesForTrigger(user: User): Record<string, string> {
  return { ...user.attributes, 'cognito:user_status': user.status };
}
