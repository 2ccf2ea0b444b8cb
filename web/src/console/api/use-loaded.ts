import { useCallback, useEffect, useRef, useState } from 'react';
import { passed, untilShown } from './waiting.ts';

/** Something that is read from the API. What was read last stays while it is read again, or cannot be. */
export interface Loaded<T> {
  readonly data?: T;
  /** Why it could not be read the last time. */
  readonly error?: unknown;
  readonly isLoading: boolean;
  /** Reads it again. */
  readonly reload: () => void;
}

export interface LoadOptions<T> {
  /** Time between two readings in milliseconds, or what says it by the last one. @default - read once */
  readonly pollMs?: number | ((data: T) => number | undefined);
}

interface State<T> {
  readonly key: string;
  readonly data?: T;
  readonly error?: unknown;
  readonly isLoading: boolean;
}

/**
 * Reads something from the API when a page is shown, and again when what it depends on has changed.
 * @param key of what is read: another key is another thing, whose predecessor is not shown
 */
export function useLoaded<T>(
  key: string,
  load: (signal: AbortSignal) => Promise<T>,
  { pollMs }: LoadOptions<T> = {},
): Loaded<T> {
  const [state, setState] = useState<State<T>>({ key, isLoading: true });
  const [readings, setReadings] = useState(0);
  const latest = useRef({ load, pollMs });
  latest.current = { load, pollMs };

  // biome-ignore lint/correctness/useExhaustiveDependencies: each reading is begun by a change of its number
  useEffect(() => {
    const left = new AbortController();
    let newest: T | undefined;
    const again = async (): Promise<void> => {
      const every = latest.current.pollMs;
      const ms = typeof every === 'function' ? newest && every(newest) : every;
      if (ms === undefined) return;
      await passed(ms, left.signal);
      await untilShown(left.signal);
      // quiet: a page that is read again by itself does not show that
      if (!left.signal.aborted) read();
    };
    const read = async (): Promise<void> => {
      try {
        const data = await latest.current.load(left.signal);
        if (left.signal.aborted) return;
        newest = data;
        setState({ key, data, isLoading: false });
      } catch (error) {
        if (left.signal.aborted) return;
        setState((last) => ({ ...last, error, isLoading: false }));
      }
      await again();
    };
    setState((last) => (last.key === key ? { ...last, isLoading: true } : { key, isLoading: true }));
    read();
    return () => left.abort();
  }, [key, readings]);

  const reload = useCallback(() => setReadings((number) => number + 1), []);
  const shown: State<T> = state.key === key ? state : { key, isLoading: true };
  return { ...shown, reload };
}
