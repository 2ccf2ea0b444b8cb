import type { LifecycleRule } from './bucket.ts';
import type { ObjectVersion } from './object-version.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Lifecycle actions for one key. */
export interface LifecycleActions {
  /** The newest version has served its time: it is deleted as a client would delete it. */
  readonly expire: boolean;
  /** Versions to remove for good. */
  readonly remove: readonly ObjectVersion[];
}

/** @param versions of one key, the newest first. */
export function lifecycleActions(
  rules: readonly LifecycleRule[],
  versions: readonly ObjectVersion[],
  nowMs: number,
): LifecycleActions {
  const [newest, ...older] = versions;
  if (!newest) return { expire: false, remove: [] };
  const active = rules.filter(
    (rule) => rule.Status === 'Enabled' && newest.key.startsWith(rule.Prefix ?? ''),
  );
  const expire =
    !newest.deleteMarker &&
    active.some(
      ({ ExpirationInDays: days }) => days !== undefined && hasPassed(newest.lastModifiedMs, days, nowMs),
    );
  const remove = older.filter((_, index) =>
    active.some(({ NoncurrentVersionExpiration: rule }) => {
      // a version is noncurrent since the version before it in this list came
      const since = versions[index]?.lastModifiedMs ?? nowMs;
      return (
        rule !== undefined &&
        index >= (rule.NewerNoncurrentVersions ?? 0) &&
        hasPassed(since, rule.NoncurrentDays, nowMs)
      );
    }),
  );
  const alone = newest.deleteMarker === true && remove.length === older.length;
  const clears = active.some(
    (rule) => rule.ExpiredObjectDeleteMarker === true || rule.ExpirationInDays !== undefined,
  );
  return { expire, remove: alone && clears ? [...remove, newest] : remove };
}

/** Whether the parts of an unfinished upload are to be thrown away. */
export function uploadHasExpired(
  rules: readonly LifecycleRule[],
  key: string,
  startedMs: number,
  nowMs: number,
): boolean {
  return rules.some(
    ({ Status, Prefix = '', AbortIncompleteMultipartUpload: rule }) =>
      Status === 'Enabled' &&
      key.startsWith(Prefix) &&
      rule !== undefined &&
      hasPassed(startedMs, rule.DaysAfterInitiation, nowMs),
  );
}

/**
 * S3 adds the days and rounds up to the next midnight UTC (S3 User Guide, "Lifecycle rules based on age").
 */
const hasPassed = (sinceMs: number, days: number, nowMs: number): boolean =>
  nowMs >= Math.ceil((sinceMs + days * DAY_MS) / DAY_MS) * DAY_MS;
