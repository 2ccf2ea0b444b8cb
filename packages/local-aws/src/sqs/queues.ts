import { join } from 'node:path';
import { AwsError } from '../aws-error.ts';
import type { Clock } from '../clock.ts';
import { type Journal, openJournal } from '../journal.ts';
import { Queue } from './queue.ts';
import { checkAttributes, type QueueAttributes, settingsOf } from './queue-attributes.ts';

/** What was created by the API, not by a template. */
type Line =
  | { readonly created: string; readonly attributes: QueueAttributes }
  | { readonly set: string; readonly attributes: QueueAttributes }
  | { readonly deleted: string };

const NAME_FORM = /^[\w-]{1,80}$/;
const FIFO_NAME_FORM = /^[\w-]{1,75}\.fifo$/;

/** All queues, by name. */
export class Queues {
  readonly #directory: string;
  readonly #clock: Clock;
  readonly #arnPrefix: string;
  readonly #journal: Journal<Line>;
  readonly #queues = new Map<string, Queue>();
  /** Attributes that SetQueueAttributes changed: they outlive a restart, and so does what the template says of the rest. */
  readonly #changed = new Map<string, QueueAttributes>();

  private constructor(directory: string, clock: Clock, arnPrefix: string, journal: Journal<Line>) {
    this.#directory = directory;
    this.#clock = clock;
    this.#arnPrefix = arnPrefix;
    this.#journal = journal;
  }

  static async open(options: { directory: string; clock: Clock; arnPrefix: string }): Promise<Queues> {
    const { directory, clock, arnPrefix } = options;
    const journal = await openJournal<Line>(join(directory, 'queues.jsonl'));
    const queues = new Queues(directory, clock, arnPrefix, journal);
    await queues.#replay();
    return queues;
  }

  all(): readonly Queue[] {
    return [...this.#queues.values()];
  }

  /** Throws `QueueDoesNotExist`. */
  byName(name: string): Queue {
    const queue = this.#queues.get(name);
    if (!queue) throw new AwsError('QueueDoesNotExist', 'The specified queue does not exist.');
    return queue;
  }

  /** Throws `QueueDoesNotExist`. */
  byArn(arn: string): Queue {
    return this.byName(nameOf(arn));
  }

  /** A queue of a template: created once, set as the template says at every start. */
  async provision(name: string, attributes: QueueAttributes): Promise<void> {
    checkAttributes(attributes);
    const all = { ...attributes, ...this.#changed.get(name) };
    const queue = this.#queues.get(name) ?? (await this.#openQueue(name, all));
    queue.attributes = all;
  }

  /** Throws `QueueNameExists` for another queue of the same name. */
  async create(name: string, attributes: QueueAttributes): Promise<Queue> {
    checkAttributes(attributes);
    const isFifo = settingsOf(attributes).isFifo;
    if (!(isFifo ? FIFO_NAME_FORM : NAME_FORM).test(name)) {
      const form = isFifo ? 'end in .fifo and otherwise ' : '';
      throw new AwsError(
        'InvalidParameterValue',
        `The name of a queue can only ${form}consist of up to 80 alphanumeric characters, hyphens and underscores.`,
      );
    }
    const existing = this.#queues.get(name);
    if (existing) return sameQueue(existing, attributes);
    await this.#journal.append({ created: name, attributes });
    return this.#openQueue(name, attributes);
  }

  async setAttributes(queue: Queue, attributes: QueueAttributes): Promise<void> {
    checkAttributes(attributes);
    const name = nameOf(queue.arn);
    await this.#journal.append({ set: name, attributes });
    this.#set(name, attributes);
  }

  async delete(queue: Queue): Promise<void> {
    const name = nameOf(queue.arn);
    await queue.purge();
    await this.#journal.append({ deleted: name });
    this.#queues.delete(name);
    await queue.close();
  }

  async close(): Promise<void> {
    await Promise.all([...this.all().map((queue) => queue.close()), this.#journal.close()]);
  }

  async #replay(): Promise<void> {
    for (const line of this.#journal.entries) {
      if ('created' in line) await this.#openQueue(line.created, line.attributes);
      else if ('set' in line) this.#set(line.set, line.attributes);
      else {
        await this.#queues.get(line.deleted)?.close();
        this.#queues.delete(line.deleted);
        this.#changed.delete(line.deleted);
      }
    }
  }

  #set(name: string, attributes: QueueAttributes): void {
    this.#changed.set(name, { ...this.#changed.get(name), ...attributes });
    const queue = this.#queues.get(name);
    if (queue) queue.attributes = { ...queue.attributes, ...attributes };
  }

  async #openQueue(name: string, attributes: QueueAttributes): Promise<Queue> {
    const queue = await Queue.open({
      arn: `${this.#arnPrefix}${name}`,
      file: join(this.#directory, `${name}.queue.jsonl`),
      clock: this.#clock,
      attributes,
      toDeadLetters: (targetArn, message) => this.byArn(targetArn).adopt(message),
    });
    this.#queues.set(name, queue);
    return queue;
  }
}

export const nameOf = (arn: string): string => arn.split(':').at(-1) ?? arn;

function sameQueue(existing: Queue, attributes: QueueAttributes): Queue {
  const differs = Object.entries(attributes).some(([name, value]) => existing.attributes[name] !== value);
  if (!differs) return existing;
  throw new AwsError(
    'QueueNameExists',
    'A queue already exists with the same name and a different value for one of its attributes.',
  );
}
