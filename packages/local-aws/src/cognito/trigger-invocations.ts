import { type Clock, systemClock } from '../clock.ts';

/** A function whose policy does not let the pool call it. */
export class TriggerNotPermitted extends Error {
  override readonly name = 'TriggerNotPermitted';
}

export interface TriggerInvocationOptions {
  readonly invokeFunction: (functionArn: string, payload: unknown) => Promise<unknown>;
  /** Whether the policy of a function lets a pool call it. */
  readonly mayInvoke: (functionArn: string, poolArn: string) => boolean;
  /** By which a function is late: the machine's, by which it computes, and not one that is put forward. */
  readonly machineClock?: Clock;
}

/**
 * A trigger responds within five seconds, is called again if it does not, and is given up after three calls
 * (Cognito developer guide, "Customizing user pool workflows with Lambda triggers", important considerations).
 */
const TIMEOUT_MS = 5000;
const MAX_CALLS = 3;

const TIMED_OUT = Symbol('timed out');

/** Calls triggers as Cognito does: only with a permission of their own, and not for long. */
export const triggerInvocations =
  ({ invokeFunction, mayInvoke, machineClock = systemClock }: TriggerInvocationOptions) =>
  async (functionArn: string, payload: unknown, poolArn: string): Promise<unknown> => {
    if (!mayInvoke(functionArn, poolArn)) throw new TriggerNotPermitted();
    for (let call = 1; call <= MAX_CALLS; call += 1) {
      const answered = new AbortController();
      const timeout = machineClock.sleep(TIMEOUT_MS, answered.signal).then(
        () => TIMED_OUT,
        () => TIMED_OUT,
      );
      const answer = invokeFunction(functionArn, payload);
      try {
        const first = await Promise.race([answer, timeout]);
        if (first !== TIMED_OUT) return first;
      } finally {
        answered.abort();
      }
      // its end, and even its failure, come too late
      answer.catch(() => {});
    }
    throw new Error('Socket timeout while invoking Lambda function');
  };
