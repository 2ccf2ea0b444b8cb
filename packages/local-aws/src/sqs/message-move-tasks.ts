import { randomUUID } from 'node:crypto';
import { AwsError } from '../aws-error.ts';
import type { Clock } from '../clock.ts';
import type { Message } from './message.ts';
import type { Queues } from './queues.ts';

interface MoveTask {
  readonly handle: string;
  readonly sourceArn: string;
  readonly destinationArn: string | undefined;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly toMove: number;
  moved: number;
  status: 'RUNNING' | 'COMPLETED' | 'FAILED';
}

/** Moves the messages of a dead-letter queue back to where they failed, or to a queue of one's choice. */
export class MessageMoveTasks {
  readonly #queues: Queues;
  readonly #clock: Clock;
  readonly #tasks: MoveTask[] = [];

  constructor(queues: Queues, clock: Clock) {
    this.#queues = queues;
    this.#clock = clock;
  }

  /**
   * Throws `ResourceNotFoundException`, and `UnsupportedOperation` while another task empties the same queue.
   */
  start(sourceArn: string, destinationArn: string | undefined): string {
    const source = this.#queues.byArn(sourceArn);
    if (this.list(sourceArn).some(({ status }) => status === 'RUNNING')) {
      throw new AwsError(
        'UnsupportedOperation',
        'There is already a task running. Only one active task is allowed.',
      );
    }
    const task: MoveTask = {
      handle: Buffer.from(`${randomUUID()}/${sourceArn}`).toString('base64'),
      sourceArn,
      destinationArn,
      startedAt: this.#clock.now(),
      toMove: source.counts().visible,
      moved: 0,
      status: 'RUNNING',
    };
    this.#tasks.unshift(task);
    void this.#move(task);
    return task.handle;
  }

  list(sourceArn: string): readonly Readonly<MoveTask>[] {
    return this.#tasks.filter((task) => task.sourceArn === sourceArn);
  }

  async #move(task: MoveTask): Promise<void> {
    const source = this.#queues.byArn(task.sourceArn);
    const hand = async (message: Message) => {
      const { deadLetterSourceArn, ...moved } = message;
      const targetArn = task.destinationArn ?? deadLetterSourceArn;
      if (targetArn === undefined)
        throw new Error('the message was sent here itself: it has no source to go back to');
      await this.#queues.byArn(targetArn).adopt({ ...moved, visibleAt: this.#clock.now() });
    };
    try {
      while (await source.shift(hand)) task.moved++;
      task.status = 'COMPLETED';
    } catch {
      task.status = 'FAILED';
    }
  }
}
