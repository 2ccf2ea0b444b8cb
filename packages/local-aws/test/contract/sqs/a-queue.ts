import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  type QueueAttributeName,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { systemClock } from '../../../src/clock.ts';
import { createSqs } from '../../../src/sqs/sqs.ts';
import { ACCOUNT_ID, REGION, serveEmulator } from '../../../src/testing/serve-emulator.ts';

/** An SQS to run the contract against, with queues as the tests ask for them. */
export interface SqsUnderTest {
  readonly client: SQSClient;
  /** Makes a queue and gives its URL. */
  aQueue(attributes?: Partial<Record<QueueAttributeName, string>>): Promise<string>;
  arnOf(queueUrl: string): Promise<string>;
  close(): Promise<void>;
}

/** The emulator, or AWS itself with `REMOTE=1` and credentials in the environment. */
export async function anSqs(): Promise<SqsUnderTest> {
  const { client, create, close } = await (process.env.REMOTE === '1' ? onAws() : onThisMachine());
  return {
    client,
    aQueue: (attributes = {}) => create(`face-idv-contract-${randomUUID()}`, attributes),
    arnOf: async (QueueUrl) => {
      const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] });
      return (await client.send(command)).Attributes?.QueueArn ?? '';
    },
    close,
  };
}

type Attributes = Partial<Record<QueueAttributeName, string>>;

function onAws() {
  const client = new SQSClient({});
  const urls: string[] = [];
  return {
    client,
    create: async (QueueName: string, attributes: Attributes) => {
      const { QueueUrl = '' } = await client.send(
        new CreateQueueCommand({ QueueName, Attributes: attributes }),
      );
      urls.push(QueueUrl);
      return QueueUrl;
    },
    close: async () => {
      await Promise.all(
        urls.map((QueueUrl) => client.send(new DeleteQueueCommand({ QueueUrl })).catch(() => undefined)),
      );
      client.destroy();
    },
  };
}

/** Queues come from templates here, as the product's do. */
async function onThisMachine() {
  const dataDir = await mkdtemp(join(tmpdir(), 'sqs-contract-'));
  let endpoint = '';
  const sqs = await createSqs({
    dataDir,
    clock: systemClock,
    region: REGION,
    accountId: ACCOUNT_ID,
    endpoint: () => endpoint,
  });
  const served = await serveEmulator(sqs);
  endpoint = served.clientConfig.endpoint;
  const client = new SQSClient({ ...served.clientConfig, maxAttempts: 1 });
  return {
    client,
    create: async (name: string, properties: Attributes) => {
      const ref = `${endpoint}/${ACCOUNT_ID}/${name}`;
      const arn = `arn:aws:sqs:${REGION}:${ACCOUNT_ID}:${name}`;
      const type = 'AWS::SQS::Queue';
      await sqs.provision([
        { stack: 'Test', logicalId: name, type, properties, ref, arn, deletionPolicy: undefined },
      ]);
      return ref;
    },
    close: async () => {
      client.destroy();
      await served.close();
      await rm(dataDir, { recursive: true });
    },
  };
}
