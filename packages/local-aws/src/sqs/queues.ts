import { join } from 'node:path';
import { AwsError } from '../aws-error.ts';
import type { Clock } from '../clock.ts';
import { Queue } from './queue.ts';
import { checkAttributes, type QueueAttributes } from './queue-attributes.ts';

/** All queues, by name. */
export class Queues {
  readonly #directory: string;
  readonly #clock: Clock;
  readonly #arnPrefix: string;
  readonly #queues = new Map<string, Queue>();

  constructor(options: { readonly directory: string; readonly clock: Clock; readonly arnPrefix: string }) {
    this.#directory = options.directory;
    this.#clock = options.clock;
    this.#arnPrefix = options.arnPrefix;
  }

  all(): readonly Queue[] {
    return [...this.#queues.values()];
  }

  find(name: string): Queue | undefined {
    return this.#queues.get(name);
  }

  /** Throws `QueueDoesNotExist`. */
  byName(name: string): Queue {
    const queue = this.find(name);
    if (!queue) throw new AwsError('QueueDoesNotExist', 'The specified queue does not exist.');
    return queue;
  }

  /** Throws `QueueDoesNotExist`. */
  byArn(arn: string): Queue {
    return this.byName(nameOf(arn));
  }

  /**
   * A queue of a template: created once, set as the template says at every start.
   * @throws AwsError for attributes that AWS would refuse,
   * and for those of FIFO queues, which are not emulated
   */
  async provision(name: string, attributes: QueueAttributes): Promise<void> {
    checkAttributes(attributes);
    const queue = this.#queues.get(name) ?? (await this.#openQueue(name, attributes));
    queue.attributes = attributes;
  }

  async close(): Promise<void> {
    await Promise.all(this.all().map((queue) => queue.close()));
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
