import { outboxEventOf } from '../../kernel/make-outbox-event.ts';
import type { OutboxEvent, OutboxEventType } from '../../kernel/outbox-event.ts';
import type { Migration, MigrationAction } from './migration.ts';

type MigrationEventType = Extract<OutboxEventType, `migration.${string}`>;
type ReportedMigration = Pick<Migration, 'tenant' | 'id' | 'from' | 'to'>;

/** Changes of a migration that others hear of; what happens in between is its operators' own. */
export type MigrationChange = MigrationEventType extends `migration.${infer Change}` ? Change : never;

/** Actions of an operator that others hear of. */
const CHANGES = {
  'cut-over': 'cut_over',
  'roll-back': 'rolled_back',
  cancel: 'canceled',
} as const satisfies Partial<Record<MigrationAction, MigrationChange>>;

/** Returns the change that an action is for others; undefined if it is none. */
export const changeBy = (action: MigrationAction): MigrationChange | undefined =>
  action in CHANGES ? CHANGES[action as keyof typeof CHANGES] : undefined;

/**
 * Returns the event of a change.
 * @param revision of the generations before it: a migration may be cut over and rolled back repeatedly
 */
export const eventOfMigration = (
  { tenant, id, from, to }: ReportedMigration,
  change: MigrationChange,
  at: Date,
  revision?: number,
): OutboxEvent =>
  outboxEventOf(
    `migration.${change}`,
    { id: [id, change, revision].filter((part) => part !== undefined).join('-'), tenant, subject: id, at },
    { from, to },
  );
