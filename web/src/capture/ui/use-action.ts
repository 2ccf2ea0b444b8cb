import { useCallback, useRef, useState } from 'react';
import { type Trouble, troubleOf } from '../session/trouble.ts';

/** Something that a person has asked for, and that may take a while or fail. */
export interface Action {
  /**
   * Does it. Repeated after a failure, it has the same key, so that nothing is done twice.
   * @param work gets the key for the call that changes something
   */
  run(work: (key: string) => Promise<void>): void;
  readonly busy: boolean;
  readonly trouble: Trouble | undefined;
  /** Repeats what failed. */
  readonly again: (() => void) | undefined;
}

/** @param onError called with every failure; true if the page goes on from there, so that none is shown */
export function useAction(onError?: (error: unknown, trouble: Trouble) => boolean): Action {
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<{ readonly trouble: Trouble; readonly again: () => void }>();
  const running = useRef(false);
  const handler = useRef(onError);
  handler.current = onError;
  const start = useCallback(async (work: (key: string) => Promise<void>, key: string) => {
    if (running.current) return;
    running.current = true;
    setBusy(true);
    setFailed(undefined);
    try {
      await work(key);
    } catch (error) {
      const trouble = troubleOf(error);
      // after an answer of the API, the same key would get the same answer
      const next = keyAfter(trouble, key);
      if (!handler.current?.(error, trouble)) setFailed({ trouble, again: () => void start(work, next) });
    } finally {
      running.current = false;
      setBusy(false);
    }
  }, []);
  const run = useCallback(
    (work: (key: string) => Promise<void>) => void start(work, crypto.randomUUID()),
    [start],
  );
  return { run, busy, trouble: failed?.trouble, again: failed?.again };
}

/** Faults after which the request may have been carried out all the same. */
const UNANSWERED: readonly Trouble['kind'][] = [
  'network',
  'unexpected',
  'internal_error',
  'upstream_throttled',
  'upstream_timeout',
  'too_many_requests',
  'idempotency_in_flight',
];

const keyAfter = ({ kind }: Trouble, key: string): string =>
  UNANSWERED.includes(kind) ? key : crypto.randomUUID();
