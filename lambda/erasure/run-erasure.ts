import type { Clock } from '../kernel/ports/clock.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import type { MessageQueue } from '../kernel/ports/message-queue.ts';
import type { TokenSigner } from '../signing/ports/token-signer.ts';
import type { Tombstones } from '../tombstones/ports/tombstones.ts';
import type { ErasureMessage } from './contract.ts';
import {
  type Erasure,
  isConfirmed,
  isRunning,
  mergeTraces,
  NO_TRACES,
  type RunningErasure,
  type StoreProgress,
  settlesAt,
  unconfirmed,
} from './domain/erasure.ts';
import { RECEIPT_TYPE, receiptOf } from './domain/receipt.ts';
import { WAITS_FOR } from './domain/stores.ts';
import { tombstoneOf } from './domain/tombstone-of.ts';
import type { ErasureStore, ErasureSubject, ErasureTracer } from './ports/erasure-store.ts';
import type { Erasures } from './ports/erasures.ts';

export interface RunErasureDependencies {
  readonly erasures: Pick<Erasures, 'get' | 'save' | 'complete'>;
  readonly tombstones: Pick<Tombstones, 'put'>;
  /** Every store, in the order of `STORE_NAMES`. */
  readonly stores: readonly ErasureStore[];
  readonly tracer: ErasureTracer;
  readonly queue: MessageQueue<ErasureMessage>;
  readonly signer: TokenSigner;
  /** Stage of the deployment, which issues the receipt. */
  readonly stage: string;
  readonly tombstoneDays: number;
  /** Time after which no function runs any more that had read something before the request. */
  readonly settleMs: number;
  readonly clock: Clock;
  readonly emit: EmitMetric;
}

/** Delay of the next pass while stores still remove what was found: vectors and replicas take seconds. */
const NEXT_PASS_SECONDS = 30;
/** Delay after a store could not be asked. */
const RETRY_SECONDS = 300;
/** Longest delay of a message (Amazon SQS Developer Guide, "Message timers"). */
const MAX_DELAY_SECONDS = 900;

/**
 * Makes a pass of an erasure: writes the tombstone, notes by which ids the user's data is found, removes it
 * store by store, and asks each store whether anything is left. Each step may be repeated, so that a pass
 * that was killed is made again from the start. The erasure is completed by a pass that finds every store
 * empty once nothing can run any more that began before; its receipt is signed then.
 */
export async function runErasure(
  tenant: string,
  id: string,
  dependencies: RunErasureDependencies,
): Promise<void> {
  const { erasures, tombstones, tracer, tombstoneDays, settleMs, queue, clock } = dependencies;
  const found = await erasures.get(tenant, id);
  if (!found || !isRunning(found)) return;
  await tombstones.put(tombstoneOf(found, tombstoneDays));
  const subject: ErasureSubject = { tenant, user_id: found.user_id, erased_at: new Date(found.erased_at) };
  const traces = mergeTraces(found.traces, await tracer.trace(subject));
  // before anything is removed: afterwards nothing leads to them
  const traced = next(found, { traces });
  if (!(await erasures.save(found, traced))) return;
  const { stores, foundNothing } = await visitStores(subject, traced, dependencies);
  const held = [...(await tracer.held(subject, traces))];
  const visited = next(traced, { stores, held });
  if (foundNothing && clock().getTime() >= settlesAt(visited, settleMs))
    return completeErasure(traced, visited, dependencies);
  if (!(await erasures.save(traced, visited))) return;
  await queue.send({ tenant, id }, delaySeconds(visited, foundNothing, settleMs, clock()));
}

async function visitStores(
  subject: ErasureSubject,
  { stores: before, traces }: RunningErasure,
  { stores, clock, emit }: RunErasureDependencies,
): Promise<{ readonly stores: Erasure['stores']; readonly foundNothing: boolean }> {
  const progress: Erasure['stores'] = { ...before };
  let foundNothing = true;
  for (const store of stores) {
    const { name } = store;
    const removed = before[name]?.removed ?? 0;
    const waits = (WAITS_FOR[name] ?? []).filter((other) => !isConfirmed(progress[other]));
    const checked = (rest: Pick<StoreProgress, 'removed' | 'left' | 'problem'>): StoreProgress => ({
      ...rest,
      checked_at: clock().toISOString(),
    });
    if (waits.length > 0) {
      progress[name] = checked({ removed, left: 0, problem: `waits for ${waits.join(', ')}` });
      foundNothing = false;
      continue;
    }
    try {
      const items = await store.find(subject, traces);
      if (items.length > 0) await store.remove(subject, items);
      const left = items.length === 0 ? 0 : (await store.find(subject, traces)).length;
      foundNothing &&= items.length === 0;
      // what the pass before this one has had removed
      const gone = Math.max(0, (before[name]?.left ?? 0) - items.length);
      progress[name] = checked({ removed: removed + gone + Math.max(0, items.length - left), left });
    } catch (error) {
      foundNothing = false;
      progress[name] = checked({ removed, left: 0, problem: nameOf(error) });
      emit('ErasureStoreFailed', 1, { Store: name });
    }
  }
  return { stores: progress, foundNothing };
}

async function completeErasure(
  before: RunningErasure,
  visited: RunningErasure,
  { erasures, signer, stage, clock, emit }: RunErasureDependencies,
): Promise<void> {
  const now = clock();
  const receipt = await signer.sign(RECEIPT_TYPE, receiptOf(visited, stage, now));
  const { user_id: _erased, ...rest } = visited;
  const completed: Erasure = {
    ...rest,
    state: 'completed',
    traces: NO_TRACES,
    completed_at: now.toISOString(),
    receipt,
  };
  if (!(await erasures.complete(before, completed))) return;
  emit('ErasureDuration', now.getTime() - Date.parse(visited.requested_at), { Cause: visited.cause });
}

const next = (one: RunningErasure, changes: Partial<RunningErasure>): RunningErasure => ({
  ...one,
  ...changes,
  revision: one.revision + 1,
});

function delaySeconds(visited: RunningErasure, foundNothing: boolean, settleMs: number, now: Date): number {
  const settleSeconds = Math.ceil(settleMs / 1000);
  const settledSeconds = Math.ceil((settlesAt(visited, settleMs) - now.getTime()) / 1000);
  if (foundNothing) return Math.min(MAX_DELAY_SECONDS, Math.max(1, settledSeconds));
  const waits = unconfirmed(visited).some((name) => visited.stores[name]?.problem);
  return Math.min(waits ? RETRY_SECONDS : NEXT_PASS_SECONDS, settleSeconds);
}

/** Name of an error, which holds no id of anybody. */
const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'Error');
