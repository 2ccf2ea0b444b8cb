import { useState } from 'react';

/** Something that an operator does, and how it stands. */
export interface Action<Arguments extends readonly unknown[]> {
  readonly run: (...given: Arguments) => Promise<boolean>;
  readonly isRunning: boolean;
  /** Why it was refused the last time. */
  readonly error?: unknown;
  readonly forget: () => void;
}

/** Does something once at a time and keeps its error. `run` returns whether it was done. */
export function useAction<Arguments extends readonly unknown[]>(
  act: (...given: Arguments) => Promise<unknown>,
): Action<Arguments> {
  const [state, setState] = useState<{ isRunning: boolean; error?: unknown }>({ isRunning: false });
  return {
    ...state,
    forget: () => setState({ isRunning: false }),
    run: async (...given) => {
      setState({ isRunning: true });
      try {
        await act(...given);
        setState({ isRunning: false });
        return true;
      } catch (error) {
        setState({ isRunning: false, error });
        return false;
      }
    },
  };
}
