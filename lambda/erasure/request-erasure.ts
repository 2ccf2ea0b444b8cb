import type { Clock } from '../kernel/ports/clock.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import type { MessageQueue } from '../kernel/ports/message-queue.ts';
import type { SubjectHash } from '../kernel/ports/subject-hash.ts';
import type { Tombstones } from '../tombstones/ports/tombstones.ts';
import type { ErasureMessage } from './contract.ts';
import {
  type Erasure,
  type ErasureCause,
  extendedBy,
  isRunning,
  NO_TRACES,
  type RunningErasure,
} from './domain/erasure.ts';
import { tombstoneOf } from './domain/tombstone-of.ts';
import type { Erasures } from './ports/erasures.ts';

export interface RequestErasureDependencies {
  readonly erasures: Pick<Erasures, 'create' | 'get' | 'runningOf' | 'save'>;
  readonly tombstones: Pick<Tombstones, 'put'>;
  readonly subjectHash: SubjectHash;
  readonly queue: MessageQueue<ErasureMessage>;
  readonly tombstoneDays: number;
  readonly clock: Clock;
  readonly emit: EmitMetric;
}

/** A wish to erase a user. */
export interface ErasureWish {
  readonly tenant: string;
  readonly user_id: string;
  /** Id that the erasure has; the same for a wish that is repeated. */
  readonly id: string;
  readonly cause: ErasureCause;
  /** Time of the erasure: everything that began then or before is erased. */
  readonly erased_at: Date;
}

/** Attempts to find the erasure that runs; each time, another request may just have ended or begun one. */
const MAX_ATTEMPTS = 3;

/**
 * Requests the erasure of a user: from now on, what is older is stopped by its tombstone. A user has at most
 * one erasure that runs; a later request is answered with it, and extends it to what began since.
 * @throws Error if others keep beginning, changing and ending erasures of the user
 */
export async function requestErasure(
  wish: ErasureWish,
  dependencies: RequestErasureDependencies,
): Promise<Erasure> {
  const { tenant, user_id, id } = wish;
  const { erasures, subjectHash } = dependencies;
  const subject = await subjectHash(tenant, user_id);
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const known = await erasures.get(tenant, id);
    if (known) return known;
    const other = await erasures.runningOf(tenant, user_id);
    const running = other === undefined ? undefined : await erasures.get(tenant, other);
    const answer = running
      ? await extend(running, wish, dependencies)
      : await begin(wish, subject, dependencies);
    if (answer) return answer;
  }
  throw new Error(`the erasures of a user of tenant ${tenant} keep changing`);
}

/** @returns undefined if another request has begun one meanwhile */
async function begin(
  { tenant, user_id, id, cause, erased_at }: ErasureWish,
  subject: string,
  { erasures, tombstones, queue, tombstoneDays, clock, emit }: RequestErasureDependencies,
): Promise<Erasure | undefined> {
  const wanted: RunningErasure = {
    ...{ tenant, id, subject, user_id, cause, state: 'running' },
    requested_at: clock().toISOString(),
    erased_at: erased_at.toISOString(),
    revision: 1,
    stores: {},
    traces: NO_TRACES,
    held: [],
  };
  // first: a request that is known has its tombstone
  await tombstones.put(tombstoneOf(wanted, tombstoneDays));
  if (!(await erasures.create(wanted))) return undefined;
  emit('ErasureRequested', 1, { Cause: cause });
  // a message that is lost here is sent again by the schedule
  await queue.send({ tenant, id }, 0).catch(() => {});
  return wanted;
}

/** @returns undefined if the erasure has changed meanwhile */
async function extend(
  found: Erasure,
  wish: ErasureWish,
  { erasures, tombstones, queue, tombstoneDays, clock }: RequestErasureDependencies,
): Promise<Erasure | undefined> {
  const extended = isRunning(found) && extendedBy(found, wish, clock());
  if (!extended) return found;
  await tombstones.put(tombstoneOf(extended, tombstoneDays));
  if (!(await erasures.save(found, extended))) return undefined;
  // the pass that is under way ends without another one; a message that is lost is sent again by the schedule
  await queue.send({ tenant: found.tenant, id: found.id }, 0).catch(() => {});
  return extended;
}
