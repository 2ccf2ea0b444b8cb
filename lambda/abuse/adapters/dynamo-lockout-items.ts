import { ID_PREFIXES } from '../../kernel/identifier.ts';
import { rowLifetimeMs } from '../../kernel/row-lifetimes.ts';
import { epochSeconds, lockoutKey } from '../../platform/dynamo-keys.ts';
import { outboxPut } from '../../platform/dynamo-outbox.ts';
import { newIdentifier } from '../../platform/system.ts';
import { eventOfLockout } from '../domain/lockout-event.ts';
import type { LockoutChange } from '../ports/lockout-ledger.ts';

/** Returns a new id for the event of a write. */
export const newEventId = (): string => newIdentifier(ID_PREFIXES.event);

/**
 * Part of a transaction that writes a changed ledger; it fails if another writer came first. A ledger that is
 * blocked or frozen, or that only a login ends, does not expire.
 */
export const lockoutPut = (
  table: string,
  { tenant, subject, ledger, revision }: LockoutChange,
  now: Date,
) => ({
  Put: {
    TableName: table,
    Item: {
      ...lockoutKey(tenant, subject),
      ...ledger,
      revision: revision + 1,
      ...(ledger.blocked || ledger.until_success || ledger.frozen
        ? {}
        : { expires_at_epoch_seconds: epochSeconds(new Date(now.getTime() + rowLifetimeMs('lockout'))) }),
    },
    ConditionExpression: 'attribute_not_exists(pk) OR revision = :revision',
    ExpressionAttributeValues: { ':revision': revision },
  },
});

/** The same with the event of a failure that locks, which changes with a step are. */
export const lockoutWrites = (table: string, change: LockoutChange, now: Date) => [
  lockoutPut(table, change, now),
  ...(change.step
    ? [outboxPut(table, eventOfLockout({ ...change, eventId: newEventId() }, change.step, now))]
    : []),
];
