import { randomBytes } from 'node:crypto';
import { AwsError } from '../aws-error.ts';
import { type Deferred, deferred } from './deferred.ts';

/** A task that waits for its result. Each call resolves when the result is on disk. */
export interface WaitingTask {
  succeed(output: unknown): Promise<void>;
  fail(error: string, cause: string): Promise<void>;
  heartbeat(): Promise<void>;
}

/** Bytes of a token: as long as AWS's, so that a column or header too short for it shows here already. */
const TOKEN_BYTES = 480;
const TOKEN_FORM = /^[A-Za-z0-9+/]{640}$/;

/** The tokens that tasks wait for. */
export class TaskTokens {
  readonly #waiting = new Map<string, WaitingTask>();
  readonly #expected = new Map<string, Deferred<WaitingTask>>();

  create(stateMachineArn: string): string {
    const named = Buffer.from(`${stateMachineArn}\n`);
    return Buffer.concat([named, randomBytes(TOKEN_BYTES - named.length)]).toString('base64');
  }

  /**
   * Announces a token of an execution that is about to resume,
   * so that an early answer to it waits instead of being lost.
   */
  expect(token: string): void {
    const task = deferred<WaitingTask>();
    // mostly nobody asks early, and then nobody hears that the task never came back
    task.promise.catch(() => undefined);
    this.#expected.set(token, task);
  }

  register(token: string, task: WaitingTask): void {
    this.#waiting.set(token, task);
    this.#expected.get(token)?.resolve(task);
    this.#expected.delete(token);
  }

  remove(token: string): void {
    this.#waiting.delete(token);
    this.#expected.get(token)?.reject(timedOut());
    this.#expected.delete(token);
  }

  /**
   * The task that waits for this token. Throws `InvalidToken`,
   * or `TaskTimedOut` when nothing waits for it any more.
   */
  async find(token: string): Promise<WaitingTask> {
    if (!TOKEN_FORM.test(token)) throw new AwsError('InvalidToken', `Invalid Token: '${token.slice(0, 64)}'`);
    const task = this.#waiting.get(token) ?? (await this.#expected.get(token)?.promise);
    if (!task) throw timedOut();
    return task;
  }
}

/**
 * The machine that a token was made for: what a permission
 * to answer it names. Nothing for what never was a token.
 */
export function stateMachineArnIn(token: string): string | undefined {
  if (!TOKEN_FORM.test(token)) return undefined;
  return /^(arn:[^\n]+)\n/.exec(Buffer.from(token, 'base64').toString('latin1'))?.[1];
}

const timedOut = () => new AwsError('TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'");
