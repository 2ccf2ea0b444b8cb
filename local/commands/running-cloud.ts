import { findRunningStack } from '../start/running-stack.ts';

/** The admin API of a running local cloud. */
export interface RunningCloud {
  readonly endpoint: string;
  /** Answer of `GET /_local/{path}`. */
  get(path: string): Promise<unknown>;
}

/** Finds the local cloud that `npm start` runs; undefined when there is none. */
export async function runningCloud(directory: string): Promise<RunningCloud | undefined> {
  const stack = await findRunningStack(directory);
  if (!stack) return undefined;
  return {
    endpoint: stack.endpoint,
    get: async (path) => {
      const response = await fetch(`${stack.endpoint}/_local/${path}`);
      if (!response.ok) throw new Error(`the local cloud answered ${response.status} to ${path}`);
      return response.json();
    },
  };
}
