import { randomBytes, randomUUID } from 'node:crypto';
import { AwsError } from '../aws-error.ts';
import type { Clock } from '../clock.ts';
import { type Journal, openJournal } from '../journal.ts';
import type { Message, MessageAttributes } from './message.ts';
import { type QueueAttributes, type QueueSettings, settingsOf } from './queue-attributes.ts';

/** A message as it is handed in. */
export interface Sent {
  readonly body: string;
  readonly attributes?: MessageAttributes;
  readonly traceHeader?: string;
  readonly senderId: string;
  readonly delaySeconds?: number;
}

export interface ReceiveRequest {
  readonly maxMessages: number;
  readonly waitSeconds?: number;
  readonly visibilityTimeoutSeconds?: number;
  /** Ends the wait early; what is received so far, which is nothing, is then the answer. */
  readonly signal?: AbortSignal;
}

interface Line {
  readonly put?: Message;
  readonly gone?: string;
}

/**
 * A journal with so many lines more than messages is written
 * anew, so that it doesn't grow with all that ever passed.
 */
const SPARE_LINES = 1000;

/** Twelve hours: the longest for which a message is hidden after a receive, however often that is changed. */
export const MAX_VISIBILITY_SECONDS = 43_200;

export interface QueueOptions {
  readonly arn: string;
  readonly file: string;
  readonly clock: Clock;
  readonly attributes: QueueAttributes;
  /**
   * Puts a message that was received too often into the dead-letter queue; resolves when it is on disk there.
   */
  readonly toDeadLetters: (targetArn: string, message: Message) => Promise<void>;
}

/** One standard queue. What `send`, `receive` and `remove` have resolved survives kill -9. */
export class Queue {
  readonly arn: string;
  attributes: QueueAttributes;
  readonly #clock: Clock;
  readonly #journal: Journal<Line>;
  readonly #toDeadLetters: QueueOptions['toDeadLetters'];
  /** In the order of being sent. */
  readonly #messages = new Map<string, Message>();
  readonly #waiters = new Set<() => void>();
  #lines = 0;

  private constructor(options: QueueOptions, journal: Journal<Line>) {
    this.arn = options.arn;
    this.attributes = options.attributes;
    this.#clock = options.clock;
    this.#toDeadLetters = options.toDeadLetters;
    this.#journal = journal;
    for (const line of journal.entries) this.#remember(line);
  }

  static async open(options: QueueOptions): Promise<Queue> {
    return new Queue(options, await openJournal<Line>(options.file));
  }

  get settings(): QueueSettings {
    return settingsOf(this.attributes);
  }

  /** Takes a message and gives its id. Resolves when it is on disk. */
  async send({ body, attributes = {}, traceHeader, senderId, delaySeconds }: Sent): Promise<string> {
    const now = this.#clock.now();
    const message: Message = {
      id: randomUUID(),
      body,
      attributes,
      senderId,
      sentAt: now,
      visibleAt: now + (delaySeconds ?? this.settings.delaySeconds) * 1000,
      receiveCount: 0,
      ...(traceHeader === undefined ? {} : { traceHeader }),
    };
    await this.#append({ put: message });
    this.#wakeWaiters();
    return message.id;
  }

  /** Takes over a message from another queue as it is. */
  async adopt(message: Message): Promise<void> {
    await this.#append({ put: message });
    this.#wakeWaiters();
  }

  /**
   * Gives up to `maxMessages`, waiting for the first up to
   * `waitSeconds`; each is then invisible for its time-out.
   */
  async receive(request: ReceiveRequest): Promise<readonly Message[]> {
    const end = this.#clock.now() + (request.waitSeconds ?? this.settings.receiveWaitSeconds) * 1000;
    for (;;) {
      const taken = await this.#take(request);
      if (taken.length > 0 || this.#clock.now() >= end || request.signal?.aborted) return taken;
      await this.#changed(end, request.signal);
    }
  }

  /**
   * Deletes what the handle received. A handle that a later receive has replaced deletes nothing, as in AWS.
   */
  async remove(receiptHandle: string): Promise<void> {
    const message = this.#received(receiptHandle);
    await (message ? this.#append({ gone: message.id }) : this.#append());
    this.#wakeWaiters();
  }

  /**
   * Hides what the handle received for that long from now on.
   * @throws AwsError if it is not hidden any more, or would be for more than twelve hours since its receive
   */
  async changeVisibility(receiptHandle: string, seconds: number): Promise<void> {
    const message = this.#received(receiptHandle);
    const now = this.#clock.now();
    if (!message || message.visibleAt <= now)
      throw new AwsError(
        'MessageNotInflight',
        'The message referred to is not in flight: it is visible again, or was deleted.',
      );
    const visibleAt = now + seconds * 1000;
    if (visibleAt - (message.receivedAt ?? now) > MAX_VISIBILITY_SECONDS * 1000)
      throw new AwsError(
        'InvalidParameterValue',
        `Value ${seconds} for parameter VisibilityTimeout is invalid. Reason: Total VisibilityTimeout for the message is beyond the limit [${MAX_VISIBILITY_SECONDS} seconds].`,
      );
    await this.#append({ put: { ...message, visibleAt } });
    this.#wakeWaiters();
  }

  async purge(): Promise<void> {
    await this.#append(...[...this.#messages.keys()].map((gone) => ({ gone })));
  }

  /** How many messages wait, are with a consumer, or are not due yet. */
  counts(): { readonly visible: number; readonly inFlight: number; readonly delayed: number } {
    const now = this.#clock.now();
    const messages = [...this.#kept(now)];
    const hidden = messages.filter((message) => message.visibleAt > now);
    const inFlight = hidden.filter((message) => message.receiveCount > 0).length;
    return { visible: messages.length - hidden.length, inFlight, delayed: hidden.length - inFlight };
  }

  /** Takes the oldest visible message out, for good: what moves messages to another queue. */
  async shift(hand: (message: Message) => Promise<void>): Promise<boolean> {
    const now = this.#clock.now();
    const message = [...this.#kept(now)].find((candidate) => candidate.visibleAt <= now);
    if (!message) return false;
    await hand(message);
    await this.#append({ gone: message.id });
    return true;
  }

  close(): Promise<void> {
    return this.#journal.close();
  }

  async #take({ maxMessages, visibilityTimeoutSeconds }: ReceiveRequest): Promise<readonly Message[]> {
    const now = this.#clock.now();
    const { visibilityTimeoutSeconds: byDefault, redrive } = this.settings;
    const visibleAt = now + (visibilityTimeoutSeconds ?? byDefault) * 1000;
    const lines: Line[] = [];
    const taken: Message[] = [];
    const worn: Message[] = [];
    for (const message of this.#kept(now)) {
      if (taken.length === maxMessages) break;
      if (message.visibleAt > now) continue;
      if (redrive && message.receiveCount >= redrive.maxReceiveCount) {
        worn.push(message);
        continue;
      }
      const received = {
        ...message,
        visibleAt,
        receivedAt: now,
        receiveCount: message.receiveCount + 1,
        firstReceivedAt: message.firstReceivedAt ?? now,
        receiptHandle: handleFor(message),
      };
      taken.push(received);
      lines.push({ put: received });
    }
    if (lines.length > 0) await this.#append(...lines);
    if (redrive) for (const message of worn) await this.#bury(message, redrive.deadLetterTargetArn);
    return taken;
  }

  /** There first, then gone here: a crash in between leaves it in both, never in neither. */
  async #bury(message: Message, targetArn: string): Promise<void> {
    // out of the way at once, so that a receive at the same time doesn't bury it a second time
    if (!this.#messages.delete(message.id)) return;
    const { receiptHandle, receivedAt, firstReceivedAt, ...rest } = message;
    const buried = { ...rest, visibleAt: this.#clock.now(), receiveCount: 0, deadLetterSourceArn: this.arn };
    await this.#toDeadLetters(targetArn, buried);
    await this.#append({ gone: message.id });
  }

  *#kept(now: number): Generator<Message> {
    const oldest = now - this.settings.retentionSeconds * 1000;
    for (const message of this.#messages.values()) {
      if (message.sentAt > oldest) yield message;
      else this.#messages.delete(message.id);
    }
  }

  /** Resolves when something was sent, or at `end`, or when a hidden message becomes visible. */
  async #changed(end: number, signal: AbortSignal | undefined): Promise<void> {
    const now = this.#clock.now();
    let until = end;
    for (const { visibleAt } of this.#kept(now)) if (visibleAt > now) until = Math.min(until, visibleAt);
    const over = new AbortController();
    const signals = signal ? [signal, over.signal] : [over.signal];
    let wake = () => {};
    const woken = new Promise<void>((resolve) => {
      wake = resolve;
    });
    this.#waiters.add(wake);
    const slept = this.#clock.sleep(until - now, AbortSignal.any(signals)).catch(() => undefined);
    await Promise.race([woken, slept]);
    this.#waiters.delete(wake);
    over.abort();
  }

  #wakeWaiters(): void {
    for (const wake of this.#waiters) wake();
  }

  #received(receiptHandle: string): Message | undefined {
    const id = messageIdIn(receiptHandle);
    const message = id === undefined ? undefined : this.#messages.get(id);
    return message?.receiptHandle === receiptHandle ? message : undefined;
  }

  /** Also with no lines: then it resolves once everything before is on disk. */
  async #append(...lines: readonly Line[]): Promise<void> {
    for (const line of lines) this.#remember(line);
    if (this.#lines > 2 * this.#messages.size + SPARE_LINES) {
      const kept: Line[] = [...this.#messages.values()].map((put) => ({ put }));
      this.#lines = kept.length;
      await this.#journal.rewrite(kept);
      return;
    }
    await this.#journal.append(...lines);
  }

  #remember({ put, gone }: Line): void {
    this.#lines++;
    if (put) this.#messages.set(put.id, put);
    if (gone !== undefined) this.#messages.delete(gone);
  }
}

/** A handle names its message, and is a new one at every receive. */
const handleFor = ({ id }: Message) =>
  Buffer.from(`${id}/${randomBytes(48).toString('hex')}`).toString('base64');

/** The id of the message that a handle was made for; nothing for what was never a handle. */
export function messageIdIn(receiptHandle: string): string | undefined {
  return /^([0-9a-f-]{36})\/[0-9a-f]{96}$/.exec(Buffer.from(receiptHandle, 'base64').toString())?.[1];
}
