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

/** An SQS to run the contract against; queues made for a test are deleted at the end. */
export interface SqsUnderTest {
  readonly client: SQSClient;
  /** Makes a queue and gives its URL. */
  aQueue(attributes?: Partial<Record<QueueAttributeName, string>>): Promise<string>;
  arnOf(queueUrl: string): Promise<string>;
  close(): Promise<void>;
}

/** The emulator, or AWS itself with `REMOTE=1` and credentials in the environment. */
export async function anSqs(): Promise<SqsUnderTest> {
  const served = process.env.REMOTE === '1' ? undefined : await serveLocally();
  const client = new SQSClient(served ? { ...served.clientConfig, maxAttempts: 1 } : {});
  const urls: string[] = [];
  return {
    client,
    aQueue: async (attributes = {}) => {
      const suffix = attributes.FifoQueue === 'true' ? '.fifo' : '';
      const QueueName = `face-idv-contract-${randomUUID()}${suffix}`;
      const { QueueUrl = '' } = await client.send(
        new CreateQueueCommand({ QueueName, Attributes: attributes }),
      );
      urls.push(QueueUrl);
      return QueueUrl;
    },
    arnOf: async (QueueUrl) => {
      const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] });
      return (await client.send(command)).Attributes?.QueueArn ?? '';
    },
    close: async () => {
      await Promise.all(
        urls.map((QueueUrl) => client.send(new DeleteQueueCommand({ QueueUrl })).catch(() => undefined)),
      );
      client.destroy();
      await served?.close();
    },
  };
}

async function serveLocally() {
  const dataDir = await mkdtemp(join(tmpdir(), 'sqs-contract-'));
  let endpoint = '';
  const served = await serveEmulator(
    await createSqs({
      dataDir,
      clock: systemClock,
      region: REGION,
      accountId: ACCOUNT_ID,
      endpoint: () => endpoint,
    }),
  );
  endpoint = served.clientConfig.endpoint;
  return {
    ...served,
    close: async () => {
      await served.close();
      await rm(dataDir, { recursive: true });
    },
  };
}
