import { Duration } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { EVENT_SOURCE } from '../../lambda/collections/contract.ts';
import type { PublishedType } from '../../lambda/events/contract.ts';
import type { OutboxEventType } from '../../lambda/kernel/outbox-event.ts';
import type { ReasonCode } from '../../lambda/kernel/reason-code.ts';
import { WorkQueue } from './work-queue.ts';

export interface SessionEventQueueProps {
  readonly key: IKey;
  /** Stage whose events are meant: the stages of an account share its bus. */
  readonly stage: string;
  readonly types: readonly (PublishedType | OutboxEventType)[];
  /** Events that are meant as well if they report one of these reasons. */
  readonly noted?: { readonly types: readonly PublishedType[]; readonly reasons: readonly ReasonCode[] };
  /** Of the rule. */
  readonly description: string;
  /** Function that acts on the events, which come at least once and in any order. */
  readonly consumer: IFunction;
}

/** Each message costs a read and a write or two. */
const BATCH_SIZE = 5;
/** Timeout of a consumer: a batch takes less than a second. */
export const EVENT_TIMEOUT = Duration.seconds(10);

/** Events of sessions on which a function acts, from the bus through a queue that keeps them until it has. */
export class SessionEventQueue extends WorkQueue {
  constructor(scope: Construct, id: string, props: SessionEventQueueProps) {
    // six times the function's timeout, as AWS recommends for event sources
    const visibilityTimeout = Duration.seconds(6 * EVENT_TIMEOUT.toSeconds());
    super(scope, id, { key: props.key, visibilityTimeout });
    const { description, stage, types, noted } = props;
    const select = (name: string, chosen: SessionEventQueueProps['types'], data: object) =>
      new Rule(this, name, {
        description,
        eventPattern: {
          source: [EVENT_SOURCE],
          detailType: [...chosen],
          detail: { stage: [stage], ...data },
        },
        targets: [new SqsQueue(this.queue, { deadLetterQueue: this.deadLetters })],
      });
    select('Rule', types, {});
    if (noted && noted.reasons.length > 0)
      select('NotedRule', noted.types, { data: { reason_codes: [...noted.reasons] } });
    this.workOff(props.consumer, { batchSize: BATCH_SIZE });
  }
}
