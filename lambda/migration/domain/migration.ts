import * as z from 'zod/mini';
import { billableCalls, costUsd, type Prices, sumCalls } from '../../kernel/billing.ts';
import { paceOf } from '../../kernel/pace.ts';
import { type AgreementFloor, disagreesTooMuch, type ShadowReadReport } from './shadow-read.ts';

/** Statuses of a migration, the move of a tenant's faces to another generation. */
export const migrationStatus = z.enum([
  /** Both generations are written; the new one is being filled from the images. The old one is active. */
  'filling',
  /** Every face has its copy; the new generation is being checked for faces without an owner. */
  'verifying',
  /**
   * The user vectors of the new generation are being built, if it searches by them. The old one is active.
   */
  'building',
  /**
   * The new generation has every face and nothing else;
   * searches find every user. The old one is still active.
   */
  'ready',
  /** The new generation is active; the old one is still written, so that a roll-back is possible. */
  'cut_over',
  /** The old generation is no longer written and is being emptied. */
  'draining',
  'drained',
  /** The new generation is no longer written and is being emptied. */
  'canceling',
  'canceled',
]);
export type MigrationStatus = z.infer<typeof migrationStatus>;

/** Results of one pass over the old generation. */
export const migrationCounts = z.object({
  indexed: z.int().check(z.minimum(0)),
  /** Already in the new generation, by an earlier pass or by a registration that wrote both. */
  present: z.int().check(z.minimum(0)),
  /** Could not be moved; each has a reason. */
  failed: z.int().check(z.minimum(0)),
});
export type MigrationCounts = z.infer<typeof migrationCounts>;
export const NO_IMAGES: MigrationCounts = { indexed: 0, present: 0, failed: 0 };

/** Position at which interrupted work continues. */
export const migrationPosition = z.object({
  shard: z.int().check(z.minimum(0)),
  cursor: z.exactOptional(z.string()),
});
export type MigrationPosition = z.infer<typeof migrationPosition>;

/** A processed page of a collection. */
export interface WorkedPage {
  /** Number of faces read. */
  readonly looked: number;
  /** Cursor of the next page; undefined at the end of the collection. */
  readonly next?: string | undefined;
}

export const migration = z.object({
  tenant: z.string(),
  id: z.string(),
  from: z.string(),
  to: z.string(),
  status: migrationStatus,
  created_at: z.string(),
  /** Faces of the old generation when the migration began. */
  total: z.int().check(z.minimum(0)),
  /** Passes over the old generation, including the current one. */
  pass: z.int().check(z.minimum(1)),
  /** The current phase: a pass, the verification, building vectors, or emptying a generation. */
  work: z.exactOptional(z.object({ started_at: z.string(), done: z.int().check(z.minimum(0)) })),
  position: migrationPosition,
  counts: migrationCounts,
  /** Calls of all passes. */
  calls: billableCalls,
});
export type Migration = z.infer<typeof migration>;

export interface MigrationMove {
  readonly from: readonly MigrationStatus[];
  readonly to: MigrationStatus;
  /** Roles of the two generations after the action: which is active, and which other one is written. */
  readonly active: 'from' | 'to';
  readonly writtenToo?: 'filling' | 'draining';
}

/** Actions of an operator, their allowed statuses and effects; each is one conditional write. */
export const MIGRATION_ACTIONS = {
  'cut-over': { from: ['ready'], to: 'cut_over', active: 'to', writtenToo: 'draining' },
  'roll-back': { from: ['cut_over'], to: 'ready', active: 'from', writtenToo: 'filling' },
  drain: { from: ['cut_over'], to: 'draining', active: 'to' },
  recheck: { from: ['ready'], to: 'filling', active: 'from', writtenToo: 'filling' },
  cancel: { from: ['filling', 'verifying', 'building', 'ready'], to: 'canceling', active: 'from' },
} as const satisfies Readonly<Record<string, MigrationMove>>;
export type MigrationAction = keyof typeof MIGRATION_ACTIONS;

/** Statuses with work to do, and the status that follows when it is done. */
export const MIGRATION_WORK = {
  filling: 'verifying',
  verifying: 'building',
  building: 'ready',
  draining: 'drained',
  canceling: 'canceled',
} as const satisfies Partial<Record<MigrationStatus, MigrationStatus>>;

export const isAtWork = (status: MigrationStatus): status is keyof typeof MIGRATION_WORK =>
  status in MIGRATION_WORK;

/** Whether a status is final. */
export const isOver = (status: MigrationStatus): boolean =>
  !isAtWork(status) &&
  !Object.values<MigrationMove>(MIGRATION_ACTIONS).some(({ from }) => from.includes(status));

/** Returns the roles of the generations after an action. */
export function rolesAfter(
  { from, to }: Pick<Migration, 'from' | 'to'>,
  action: MigrationAction,
): { readonly active: string; readonly filling?: string; readonly draining?: string } {
  const move: MigrationMove = MIGRATION_ACTIONS[action];
  const [active, other] = move.active === 'from' ? [from, to] : [to, from];
  return { active, ...(move.writtenToo === undefined ? {} : { [move.writtenToo]: other }) };
}

/**
 * Whether another pass is needed: a pass that moved something
 * is followed by one for faces that came meanwhile.
 */
export const needsAnotherPass = ({ indexed }: MigrationCounts): boolean => indexed > 0;

export interface MigrationProgress {
  /** Faces processed in the current phase, or in the last pass if no work is running. */
  readonly done: number;
  /** Of the current phase, like the next field. */
  readonly faces_per_second?: number;
  readonly eta_seconds?: number;
  readonly cost_usd: number;
  /** Total cost if every remaining face needs one IndexFaces call. */
  readonly estimated_cost_usd: number;
}

/** Calculates the progress and cost of a migration. */
export function migrationProgress(
  { status, total, counts, calls, work }: Migration,
  prices: Prices,
  now: Date,
): MigrationProgress {
  const looked = counts.indexed + counts.present + counts.failed;
  const left = status === 'filling' ? Math.max(0, total - looked) : 0;
  const cost = {
    cost_usd: costUsd(calls, prices),
    estimated_cost_usd: costUsd(sumCalls([calls, { IndexFaces: left }]), prices),
  };
  if (!isAtWork(status) || !work) return { done: looked, ...cost };
  const { perSecond, secondsLeft } = paceOf(work.done, total, Date.parse(work.started_at), now.getTime());
  return {
    done: work.done,
    faces_per_second: perSecond,
    ...(secondsLeft === undefined ? {} : { eta_seconds: secondsLeft }),
    ...cost,
  };
}

/** Reasons against a cut-over; an operator may accept each of them. */
export const cutOverObstacle = z.enum([
  /** Users whose image is gone, or shows the new face model no face, would no longer be found. */
  'images_missing',
  /** The two generations disagreed too often. */
  'generations_disagree',
]);
export type CutOverObstacle = z.infer<typeof cutOverObstacle>;

/**
 * Lists the obstacles to a cut-over.
 * @param missing images without a face in the generation that would become active
 */
export const cutOverObstacles = (
  missing: number,
  shadowRead: Pick<ShadowReadReport, 'compared' | 'agreed'>,
  floor: AgreementFloor,
): readonly CutOverObstacle[] => [
  ...(missing > 0 ? (['images_missing'] as const) : []),
  ...(disagreesTooMuch(shadowRead, floor) ? (['generations_disagree'] as const) : []),
];
