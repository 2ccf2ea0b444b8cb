import type { DecideWorld, ReadySession, ServedCall } from './decide-world.ts';

export interface DecidedSession {
  readonly session: ReadySession;
  /** Epoch milliseconds of the submit. */
  readonly beganAt: number;
  readonly ms: number;
  /** Calls that the local Rekognition served meanwhile. */
  readonly calls: readonly ServedCall[];
}

type NewSession = () => Promise<ReadySession>;

/** Sessions that are prepared at a time. */
const PREPARE_CONCURRENCY = 4;

/** Decides sessions one after another, each after all of them are prepared. */
export async function oneByOne(
  world: DecideWorld,
  count: number,
  newSession: NewSession,
): Promise<readonly DecidedSession[]> {
  const sessions = await prepared(count, newSession);
  await world.servedCalls();
  const decided: DecidedSession[] = [];
  for (const session of sessions) {
    const beganAt = Date.now();
    const ms = await world.decide(session);
    decided.push({ session, beganAt, ms, calls: await world.servedCalls() });
  }
  return decided;
}

/** Decides sessions with always as many under way, and returns how long each took. */
export async function sideBySide(
  world: DecideWorld,
  { count, concurrency }: { readonly count: number; readonly concurrency: number },
  newSession: NewSession,
): Promise<readonly number[]> {
  const sessions = await prepared(count, newSession);
  const times: number[] = [];
  await inParallel(concurrency, sessions, async (session) => {
    times.push(await world.decide(session));
  });
  return times;
}

async function prepared(count: number, newSession: NewSession): Promise<ReadySession[]> {
  const sessions: ReadySession[] = [];
  const orders = Array.from({ length: count }, () => newSession);
  await inParallel(PREPARE_CONCURRENCY, orders, async (make) => {
    sessions.push(await make());
  });
  return sessions;
}

async function inParallel<Item>(
  concurrency: number,
  items: readonly Item[],
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const left = [...items];
  const worker = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) await work(next);
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
}

export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => percentile(values, 50);

const slowest = (calls: readonly ServedCall[], ...operations: readonly string[]): number =>
  Math.max(0, ...calls.filter(({ operation }) => operations.includes(operation)).map((call) => call.took_ms));

/** Time of the slowest search. */
export const searchTime = (calls: readonly ServedCall[]): number =>
  slowest(calls, 'SearchFacesByImage', 'SearchUsersByImage');

/** Least time of Rekognition for a registration: both images side by side, the index, the slowest shard. */
export const criticalPath = (calls: readonly ServedCall[]): number =>
  slowest(calls, 'DetectFaces', 'CompareFaces') + slowest(calls, 'IndexFaces') + searchTime(calls);
