import type { Clock } from '../../src/clock.ts';
import type { TemplateResource } from '../../src/emulator.ts';
import { OWNER } from '../../src/principal.ts';
import { createSqs, type Sqs } from '../../src/sqs/sqs.ts';

const ENDPOINT = 'http://localhost:4566';
export const QUEUE_URL = `${ENDPOINT}/000000000000/queue`;
export const QUEUE_ARN = 'arn:aws:sqs:us-east-1:000000000000:queue';

export const openSqs = (dataDir: string, clock: Clock) =>
  createSqs({ dataDir, clock, region: 'us-east-1', accountId: '000000000000', endpoint: () => ENDPOINT });

export const aQueueResource = (
  properties: Readonly<Record<string, unknown>> = {},
  name = 'queue',
): TemplateResource => ({
  stack: 'Test',
  logicalId: name,
  type: 'AWS::SQS::Queue',
  properties,
  ref: QUEUE_URL.replace(/queue$/, name),
  arn: QUEUE_ARN.replace(/queue$/, name),
  deletionPolicy: undefined,
});

interface Answer {
  readonly Messages?: readonly { readonly Body: string; readonly ReceiptHandle: string }[];
  readonly Attributes?: Readonly<Record<string, string>>;
}

/** Calls operations of the API. */
export const aCall =
  (sqs: Sqs) =>
  async (operation: string, input: object): Promise<Answer> => {
    const response = await sqs.handle({
      method: 'POST',
      url: new URL(ENDPOINT),
      headers: {},
      body: Buffer.from(JSON.stringify(input)),
      operation,
      principal: OWNER,
      requestId: 'request',
    });
    return JSON.parse(String(response.body));
  };

/** Options of a poller whose role may do everything. */
export const anyoneMay = {
  authorize: () => {},
  onRefused: (error: Error): never => {
    throw error;
  },
};
