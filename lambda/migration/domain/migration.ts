import * as z from 'zod';
import { billableCalls, costUsd, type Prices, sumCalls } from '../../kernel/billing.ts';
import { paceOf } from '../../kernel/pace.ts';
import { type AgreementFloor, disagreesTooMuch, type ShadowReadReport } from './shadow-read.ts';

/** The move of a tenant's faces from one generation to another: more shards, another shard key, another face model. */
export const migrationStatus = z.enum([
  /** Both generations are written; the new one is filled from the images. The old one decides. */
  'filling',
  /** Every face has its copy; now the new generation is searched for what belongs to nobody. */
  'verifying',
  /** The vectors of users are made of the faces, where the new generation searches by them. The old one decides. */
  'building',
  /** The new generation holds every face, and nothing else; searches find every user. The old one decides still. */
  'ready',
  /** The new generation decides; the old one is written still, so that there is a way back. */
  'cut_over',
  /** The old generation is written no more, and emptied. */
  'draining',
  'drained',
  /** The new generation is written no more, and emptied. */
  'canceling',
  'canceled',
]);
export type MigrationStatus = z.infer<typeof migrationStatus>;

/** What came of the images of one pass over the old generation. */
export const migrationCounts = z.object({
  indexed: z.int().min(0),
  /** In the new generation already: by an earlier pass, or by a registration that wrote both. */
  present: z.int().min(0),
  /** Could not be moved; each has its reason. */
  failed: z.int().min(0),
});
export type MigrationCounts = z.infer<typeof migrationCounts>;
export const NO_IMAGES: MigrationCounts = { indexed: 0, present: 0, failed: 0 };

/** Where the work goes on after it was interrupted. */
export const migrationPosition = z.object({ shard: z.int().min(0), cursor: z.string().exactOptional() });
export type MigrationPosition = z.infer<typeof migrationPosition>;

/** A page of a collection that was worked on. */
export interface WorkedPage {
  /** Faces that were looked at. */
  readonly looked: number;
  /** Where the next page begins; undefined at the end of the collection. */
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
  total: z.int().min(0),
  /** Passes over the old generation, the present one included. */
  pass: z.int().min(1),
  /** The work at hand: a pass, a verification, the building of vectors, or the emptying of a generation. */
  work: z.object({ started_at: z.string(), done: z.int().min(0) }).exactOptional(),
  position: migrationPosition,
  counts: migrationCounts,
  /** Of all passes. */
  calls: billableCalls,
});
export type Migration = z.infer<typeof migration>;

export interface MigrationMove {
  readonly from: readonly MigrationStatus[];
  readonly to: MigrationStatus;
  /** What the two generations are for from then on: which decides, and which other one is written. */
  readonly active: 'from' | 'to';
  readonly writtenToo?: 'filling' | 'draining';
}

/** What an operator may do, from which statuses, and what it changes: one conditional write each. */
export const MIGRATION_ACTIONS = {
  'cut-over': { from: ['ready'], to: 'cut_over', active: 'to', writtenToo: 'draining' },
  'roll-back': { from: ['cut_over'], to: 'ready', active: 'from', writtenToo: 'filling' },
  drain: { from: ['cut_over'], to: 'draining', active: 'to' },
  recheck: { from: ['ready'], to: 'filling', active: 'from', writtenToo: 'filling' },
  cancel: { from: ['filling', 'verifying', 'building', 'ready'], to: 'canceling', active: 'from' },
} as const satisfies Readonly<Record<string, MigrationMove>>;
export type MigrationAction = keyof typeof MIGRATION_ACTIONS;

/** Statuses in which there is work to do, and how the status is called when it is done. */
export const MIGRATION_WORK = {
  filling: 'verifying',
  verifying: 'building',
  building: 'ready',
  draining: 'drained',
  canceling: 'canceled',
} as const satisfies Partial<Record<MigrationStatus, MigrationStatus>>;

export const isAtWork = (status: MigrationStatus): status is keyof typeof MIGRATION_WORK =>
  status in MIGRATION_WORK;

/** True for a status that nothing leaves. */
export const isOver = (status: MigrationStatus): boolean =>
  !isAtWork(status) &&
  !Object.values<MigrationMove>(MIGRATION_ACTIONS).some(({ from }) => from.includes(status));

/** What the generations are for after an action. */
export function rolesAfter(
  { from, to }: Pick<Migration, 'from' | 'to'>,
  action: MigrationAction,
): { readonly active: string; readonly filling?: string; readonly draining?: string } {
  const move: MigrationMove = MIGRATION_ACTIONS[action];
  const [active, other] = move.active === 'from' ? [from, to] : [to, from];
  return { active, ...(move.writtenToo === undefined ? {} : { [move.writtenToo]: other }) };
}

/** After a pass that moved something another one looks for what came meanwhile; after one that did not, all is there. */
export const needsAnotherPass = ({ indexed }: MigrationCounts): boolean => indexed > 0;

export interface MigrationProgress {
  /** Faces that the work at hand has been through; those of the last pass where there is no work. */
  readonly done: number;
  /** Of the work at hand; so is the next. */
  readonly faces_per_second?: number;
  readonly eta_seconds?: number;
  readonly cost_usd: number;
  /** What it costs if every face that is left takes one IndexFaces call. */
  readonly estimated_cost_usd: number;
}

/** How far a migration is at a moment, and what it costs. */
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

/** Why a migration should not be cut over as it is; an operator may accept each of them. */
export const cutOverObstacle = z.enum([
  /** Users whose image shows nobody to the new face model, or is gone, would not be found any more. */
  'images_missing',
  /** The two generations have answered differently too often. */
  'generations_disagree',
]);
export type CutOverObstacle = z.infer<typeof cutOverObstacle>;

/** @param missing images without a face in the generation that would decide */
export const cutOverObstacles = (
  missing: number,
  shadowRead: Pick<ShadowReadReport, 'compared' | 'agreed'>,
  floor: AgreementFloor,
): readonly CutOverObstacle[] => [
  ...(missing > 0 ? (['images_missing'] as const) : []),
  ...(disagreesTooMuch(shadowRead, floor) ? (['generations_disagree'] as const) : []),
];
