import type { Dispatcher } from './dispatcher.ts';
import type { Lambda } from './lambda/lambda.ts';
import { OWNER } from './principal.ts';
import type { Sqs } from './sqs/sqs.ts';
import type { StepFunctions } from './step-functions/step-functions.ts';

export interface DeliveryServices {
  readonly dispatcher: Dispatcher;
  readonly lambda: Lambda;
  readonly sqs: Sqs;
  readonly stepFunctions: StepFunctions;
}

type Delivery = (targetArn: string, payload: unknown, services: DeliveryServices) => Promise<unknown>;

/** How a payload reaches a target, by the service in its ARN. */
const DELIVERIES: Readonly<Record<string, Delivery>> = {
  events: (arn, payload, { dispatcher }) =>
    dispatcher.call(
      'events',
      'PutEvents',
      {
        Entries: [
          {
            Source: 'lambda',
            DetailType: 'Lambda Function Invocation Result',
            Detail: JSON.stringify(payload),
            EventBusName: arn,
          },
        ],
      },
      OWNER,
    ),
  lambda: (arn, payload, { lambda }) => lambda.invokeLater(arn, payload),
  sqs: (arn, payload, { sqs }) => sqs.send(arn, { body: JSON.stringify(payload), attributes: {} }),
  states: (arn, payload, { stepFunctions }) => stepFunctions.startExecution(arn, JSON.stringify(payload)),
};

/**
 * Hands a payload to the target of a rule, a destination or a
 * dead-letter setting. Resolves once the target has it on disk.
 * @throws Error when targets of that service are not emulated.
 */
export async function deliverTo(
  targetArn: string,
  payload: unknown,
  services: DeliveryServices,
): Promise<void> {
  const service = targetArn.split(':')[2] ?? '';
  const delivery = DELIVERIES[service];
  if (!delivery) throw new Error(`targets of the service "${service}" are not emulated: ${targetArn}`);
  await delivery(targetArn, payload, services);
}
