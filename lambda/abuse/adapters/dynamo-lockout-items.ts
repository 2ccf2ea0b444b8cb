import { epochSeconds, lockoutKey } from '../../platform/dynamo-keys.ts';
import type { LockoutChange } from '../ports/lockout-ledger.ts';

/**
 * Timeouts within this time add up to a block. A ledger that is blocked, or that only a login ends, does not
 * expire.
 */
const LEDGER_TTL_MS = 30 * 86_400_000;

/** Part of a transaction that writes a changed ledger; it fails if another writer came first. */
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
      ...(ledger.blocked || ledger.until_success
        ? {}
        : { expires_at_epoch_seconds: epochSeconds(new Date(now.getTime() + LEDGER_TTL_MS)) }),
    },
    ConditionExpression: 'attribute_not_exists(pk) OR revision = :revision',
    ExpressionAttributeValues: { ':revision': revision },
  },
});
