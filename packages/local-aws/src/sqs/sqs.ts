import { join } from 'node:path';
import { AwsError } from '../aws-error.ts';
import type { Clock } from '../clock.ts';
import type { AccessCheck, CloudRequest, Emulator } from '../emulator.ts';
import { queueChecks } from './access.ts';
import { queueNameIn, sqsApi } from './api.ts';
import type { Message } from './message.ts';
import { MessageMoveTasks } from './message-move-tasks.ts';
import { type PollerAction, type PollOptions, pollQueue } from './poll-queue.ts';
import type { Sent } from './queue.ts';
import { attributesOfProperties } from './queue-attributes.ts';
import { nameOf, Queues } from './queues.ts';
import { requestIn } from './request.ts';

const QUEUE_TYPE = 'AWS::SQS::Queue';

export interface SqsOptions {
  /** Folder for the queues. */
  readonly dataDir: string;
  readonly clock: Clock;
  readonly region: string;
  readonly accountId: string;
  /** Base of queue URLs: the SDK sends requests there, regardless of its own endpoint. */
  readonly endpoint: () => string;
}

export interface Sqs extends Emulator {
  /**
   * Receives from a queue and hands batches to `handle` until the signal is aborted, for event source
   * mappings. `handle` gives the ids ({@link Message.id}) of the messages that failed; those, or all when it
   * rejects, come again after the queue's visibility time-out, the rest are deleted. {@link systemAttributes}
   * in api.ts gives a message's `attributes` as a Lambda event has them. Call it once for each batch that may
   * be handled at the same time. `authorize` throws for what the role that polls may not do.
   */
  pollQueue(
    queueArn: string,
    options: PollOptions & { readonly authorize: (checks: readonly AccessCheck[]) => void },
    handle: (messages: readonly Message[]) => Promise<readonly string[]>,
  ): Promise<void>;
  /**
   * Sends for another service: a rule's target, a destination, a dead letter. Resolves when it is on disk.
   */
  send(queueArn: string, message: Omit<Sent, 'senderId'>): Promise<void>;
}

/**
 * Amazon SQS, durable over kill -9. Written here because the servers on npm keep their queues in memory, with
 * no way to put a journal under them: an acknowledged message would be gone with the process.
 */
export async function createSqs(options: SqsOptions): Promise<Sqs> {
  const { clock, region, accountId, endpoint } = options;
  const arnPrefix = `arn:aws:sqs:${region}:${accountId}:`;
  const queues = new Queues({ directory: join(options.dataDir, 'sqs'), clock, arnPrefix });
  const closing = new AbortController();
  const operations = sqsApi({
    queues,
    moveTasks: new MessageMoveTasks(queues, clock),
    clock,
    urlOf: (name) => `${endpoint()}/${accountId}/${name}`,
    closing: closing.signal,
  });
  const polls = new Set<Promise<void>>();

  return {
    service: 'sqs',
    operations: Object.keys(operations),
    resourceTypes: [QUEUE_TYPE],
    provision: async (resources) => {
      for (const { type, arn, ref, properties, stack, logicalId } of resources) {
        if (type !== QUEUE_TYPE) continue;
        if (properties.FifoQueue !== undefined)
          throw new Error(`${stack}/${logicalId}: FIFO queues are not emulated`);
        await queues.provision(nameOf(arn ?? ref), attributesOfProperties(properties));
      }
    },
    handle: async (request) => {
      const operation = operations[request.operation ?? ''];
      if (!operation)
        throw new AwsError('UnknownOperationException', `SQS ${request.operation} is not emulated.`, 501);
      const answer = await operation(tracedInput(request), request.principal.accessKeyId ?? 'anonymous');
      return {
        status: 200,
        headers: { 'content-type': 'application/x-amz-json-1.0' },
        body: JSON.stringify(answer),
      };
    },
    accessChecks: (request) => {
      const queueArn = resourceOf(requestIn(request), arnPrefix);
      const keyId = queues.find(nameOf(queueArn))?.attributes.KmsMasterKeyId;
      return queueChecks(request.operation ?? '', queueArn, keyId);
    },
    pollQueue: (queueArn, poll, handle) => {
      const signal = AbortSignal.any([poll.signal, closing.signal]);
      const queue = queues.byArn(queueArn);
      const authorize = (action: PollerAction) =>
        poll.authorize(queueChecks(action, queueArn, queue.attributes.KmsMasterKeyId));
      const polling = pollQueue(queue, { ...poll, clock, signal, authorize }, handle);
      polls.add(polling);
      return polling.finally(() => polls.delete(polling));
    },
    send: async (queueArn, message) => {
      await queues.byArn(queueArn).send({ ...message, senderId: accountId });
    },
    close: async () => {
      closing.abort();
      await Promise.allSettled(polls);
      await queues.close();
    },
  };
}

/** Adds the trace header of a request as an attribute of its message, unless the sender gives another. */
function tracedInput(request: CloudRequest): Readonly<Record<string, unknown>> {
  const input = requestIn(request);
  const traceHeader = request.headers['x-amzn-trace-id'];
  if (typeof traceHeader !== 'string') return input;
  const AWSTraceHeader = { DataType: 'String', StringValue: traceHeader };
  const given = input.MessageSystemAttributes as object | undefined;
  return { ...input, MessageSystemAttributes: { AWSTraceHeader, ...given } };
}

function resourceOf(input: Readonly<Record<string, unknown>>, arnPrefix: string): string {
  if (typeof input.QueueUrl === 'string') return `${arnPrefix}${queueNameIn(input)}`;
  return typeof input.SourceArn === 'string' ? input.SourceArn : '*';
}
