import { Duration } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { EVENT_SOURCE } from '../../lambda/collections/contract.ts';
import { WorkQueue } from './work-queue.ts';

/** A step of a replay writes and sends a hundred deliveries, at some 20 ms each. */
export const QUEUE_WEBHOOKS_TIMEOUT = Duration.seconds(28);
/** Twice the time of a request, for what is read and written before and after it. */
export const DELIVER_WEBHOOK_TIMEOUT = Duration.seconds(20);
/** Events of one batch: each is a read, and two writes for each endpoint. */
const EVENT_BATCH_SIZE = 5;
/**
 * Requests to receivers at the same time, of all tenants: the account has a thousand functions at a time,
 * and those that people wait for come first. A fair queue shares them among endpoints.
 */
const DELIVERY_CONCURRENCY = 50;
/** The same for further attempts, whose receivers have failed before. */
const RETRY_CONCURRENCY = 10;

/** Six times the function's timeout, as AWS recommends for event sources. */
const sixTimes = (timeout: Duration): Duration => Duration.seconds(6 * timeout.toSeconds());

/** A queue with the function that works it off. */
class WebhookQueue extends WorkQueue {
  constructor(scope: Construct, id: string, props: { readonly key: IKey; readonly timeout: Duration }) {
    super(scope, id, { key: props.key, visibilityTimeout: sixTimes(props.timeout) });
  }

  /** Connects the function. */
  serve(fn: IFunction, pace: { readonly batchSize?: number; readonly maxConcurrency?: number }): void {
    this.workOff(fn, pace);
  }
}

export interface WebhookQueuesProps {
  readonly key: IKey;
  /** Stage whose events are meant: the stages of an account share its bus. */
  readonly stage: string;
}

/**
 * Path of events from the bus to the receivers of tenants: the events, the first attempts to deliver each
 * of them, and further attempts, which wait for hours. Those count as messages in flight, of which a queue
 * has 120,000; in a queue of their own they hold up no first attempt.
 */
export class WebhookQueues extends Construct {
  readonly events: WebhookQueue;
  readonly deliveries: WebhookQueue;
  readonly retries: WebhookQueue;

  constructor(scope: Construct, id: string, { key, stage }: WebhookQueuesProps) {
    super(scope, id);
    this.events = new WebhookQueue(this, 'Events', { key, timeout: QUEUE_WEBHOOKS_TIMEOUT });
    this.deliveries = new WebhookQueue(this, 'Deliveries', { key, timeout: DELIVER_WEBHOOK_TIMEOUT });
    this.retries = new WebhookQueue(this, 'Retries', { key, timeout: DELIVER_WEBHOOK_TIMEOUT });
    new Rule(this, 'Rule', {
      description: 'Events that webhook endpoints may receive',
      // notices for operators have the same source, and are not CloudEvents
      eventPattern: { source: [EVENT_SOURCE], detail: { stage: [stage], specversion: ['1.0'] } },
      targets: [new SqsQueue(this.events.queue, { deadLetterQueue: this.events.deadLetters })],
    });
  }

  /** Connects the functions that work off the queues. */
  serve(queueWebhooks: IFunction, deliverWebhook: IFunction): void {
    this.events.serve(queueWebhooks, { batchSize: EVENT_BATCH_SIZE });
    // one message at a time: a receiver that is slow holds up no other
    this.deliveries.serve(deliverWebhook, { maxConcurrency: DELIVERY_CONCURRENCY });
    this.retries.serve(deliverWebhook, { maxConcurrency: RETRY_CONCURRENCY });
  }

  /** Messages that were set aside. */
  get deadLetters(): readonly IQueue[] {
    return [this.events.deadLetters, this.deliveries.deadLetters, this.retries.deadLetters];
  }
}
