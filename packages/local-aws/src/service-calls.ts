import { AwsError } from './aws-error.ts';
import type { Dispatcher } from './dispatcher.ts';
import { rolePrincipal } from './principal.ts';

/** Names that Step Functions gives services in its resource ARNs -> names in the credential scope. */
const SERVICE_NAMES: Readonly<Record<string, string>> = {
  cloudwatch: 'monitoring',
  cognitoidentityprovider: 'cognito-idp',
  dynamodb: 'dynamodb',
  eventbridge: 'events',
  events: 'events',
  kms: 'kms',
  rekognition: 'rekognition',
  sfn: 'states',
  sqs: 'sqs',
  states: 'states',
};

/** Calls an operation, such as `dynamodb` and `updateItem`, as a role. */
export type CallService = (
  service: string,
  action: string,
  parameters: unknown,
  roleArn: string,
) => Promise<unknown>;

/**
 * The SDK integrations of state machines: the call goes through the same services and the same IAM as a function's.
 * @throws AwsError as the service answers it, or 501 when the service is not emulated.
 */
export function createServiceCalls(dispatcher: () => Dispatcher): CallService {
  return async (service, action, parameters, roleArn) => {
    const name = SERVICE_NAMES[service.toLowerCase()];
    if (!name) throw new AwsError('NotImplemented', `state machines cannot call "${service}" here`, 501);
    const operation = `${action.charAt(0).toUpperCase()}${action.slice(1)}`;
    return dispatcher().call(name, operation, parameters, rolePrincipal(roleArn));
  };
}
