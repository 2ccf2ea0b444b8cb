import { AwsError } from '../aws-error.ts';
import type { Resource } from './resource.ts';
import type { Services } from './run.ts';
import { StateError } from './state-error.ts';

type Arguments = Readonly<Record<string, unknown>>;

interface Call {
  readonly resource: Resource;
  readonly arguments: unknown;
  readonly roleArn: string;
  readonly services: Services;
}

/** Does what a Task's Resource says and gives what `$states.result` is. Throws {@link StateError} with AWS's error names. */
export function callIntegration(call: Call): Promise<unknown> {
  const { resource } = call;
  if (resource.integration === 'function') return invoke(call.services, resource.arn, call.arguments);
  if (resource.integration === 'sdk') return callSdk(call);
  if (resource.service === 'lambda') return invokeByArguments(call);
  return callOptimized(call);
}

async function invokeByArguments({ services, arguments: given }: Call): Promise<unknown> {
  const { FunctionName, Payload = {} } = given as Arguments;
  if (typeof FunctionName !== 'string') {
    throw new StateError('States.Runtime', "The field 'FunctionName' is required but was missing.");
  }
  const result = await invoke(services, FunctionName, Payload);
  return { ExecutedVersion: '$LATEST', Payload: result, StatusCode: 200 };
}

async function invoke(services: Services, arn: string, payload: unknown): Promise<unknown> {
  try {
    return (await services.invokeFunction(arn, payload)) ?? null;
  } catch (error) {
    throw functionError(error);
  }
}

function functionError(error: unknown): StateError {
  const { errorType, errorMessage, trace } = error as {
    errorType?: string;
    errorMessage?: string;
    trace?: unknown;
  };
  if (errorType !== undefined) {
    const cause = { errorType, errorMessage, ...(trace === undefined ? {} : { trace }) };
    return new StateError(errorType, JSON.stringify(cause));
  }
  if (error instanceof AwsError) return new StateError(`Lambda.${error.code}`, error.message);
  if (errorMessage === undefined) throw error;
  return new StateError(
    'Lambda.Unknown',
    `The cause could not be determined because Lambda did not return an error type. Returned payload: ${JSON.stringify({ errorMessage })}`,
  );
}

/**
 * How error names begin: https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html.
 * A service that isn't listed has its name in capitals at its first letter.
 */
const SDK_ERROR_PREFIXES: Readonly<Record<string, string>> = {
  dynamodb: 'DynamoDb',
  eventbridge: 'EventBridge',
  cognitoidentityprovider: 'CognitoIdentityProvider',
  cloudwatch: 'CloudWatch',
};

const capitalized = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);

async function callSdk({ services, resource, arguments: given, roleArn }: Call): Promise<unknown> {
  const { service, action } = resource;
  const prefix = SDK_ERROR_PREFIXES[service] ?? capitalized(service);
  try {
    return (await services.callService(service, action, given, roleArn)) ?? {};
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    // the names come from the SDK for Java, where every exception's name ends so
    const name = error.code.endsWith('Exception') ? error.code : `${error.code}Exception`;
    throw new StateError(`${prefix}.${name}`, error.message);
  }
}

interface Optimized {
  readonly errorPrefix: string;
  /** What Step Functions makes of the arguments before it calls. */
  readonly prepare?: (given: Arguments) => Arguments;
  /** Throws where a successful answer still means failure. */
  readonly check?: (answer: unknown) => void;
}

const text = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));

const OPTIMIZED: Readonly<Record<string, Optimized>> = {
  dynamodb: { errorPrefix: 'DynamoDB' },
  sqs: {
    errorPrefix: 'SQS',
    prepare: (given) => ({ ...given, MessageBody: text(given.MessageBody) }),
  },
  events: {
    errorPrefix: 'EventBridge',
    prepare: (given) => ({
      Entries: ((given.Entries ?? []) as Arguments[]).map((entry) => ({
        ...entry,
        Detail: text(entry.Detail),
      })),
    }),
    check: (answer) => {
      if (((answer as { FailedEntryCount?: number }).FailedEntryCount ?? 0) > 0) {
        throw new StateError('EventBridge.FailedEntry', JSON.stringify(answer));
      }
    },
  },
};

async function callOptimized({ services, resource, arguments: given, roleArn }: Call): Promise<unknown> {
  const integration = OPTIMIZED[resource.service];
  if (!integration) throw new StateError('States.Runtime', `The resource '${resource.arn}' is not emulated.`);
  const prepared = integration.prepare?.(given as Arguments) ?? given;
  try {
    const answer = (await services.callService(resource.service, resource.action, prepared, roleArn)) ?? {};
    integration.check?.(answer);
    return answer;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new StateError(`${integration.errorPrefix}.${error.code}`, error.message);
  }
}
