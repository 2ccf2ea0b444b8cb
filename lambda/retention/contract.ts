import * as z from 'zod/mini';

/** Classes of data by how long they are kept, and why. */
export const DATA_CLASSES = [
  'templates',
  'session_images',
  'session_records',
  'lockouts',
  'allowed_pairs',
  'review_cases',
  'liveness_labels',
  'watchlist_entries',
  'audit_entries',
  'events',
  'erasures',
  'consents',
  'ledger',
  'index_job_files',
  'work_results',
  'requests',
  'short_lived',
  'settings',
  'accounts',
  'logs',
  'trails',
] as const;
export type DataClass = (typeof DATA_CLASSES)[number];

/** Classes of which the hourly check counts what is past its time. */
export const CHECKED_CLASSES = [
  'templates',
  'session_images',
  'session_records',
  'audit_entries',
  'review_cases',
] as const satisfies readonly DataClass[];
export type CheckedClass = (typeof CHECKED_CLASSES)[number];

const days = z.int().check(z.minimum(1), z.maximum(3650));

/** Part of the config that the functions need to keep the rules. */
export const retentionSettings = z.strictObject({
  /** Days from a user's last interaction to the removal of the templates. */
  templateDays: days,
  /** Days from the last interaction after which a template that is left is late. */
  templateLimitDays: days,
  /** Days for which an image of a session is kept, its hidden version included. */
  imageDays: days,
  /** Days for which the current version of an image of a session is kept. */
  shownImageDays: days,
});
export type RetentionSettings = z.infer<typeof retentionSettings>;
export const parseRetentionSettings = (json: string): RetentionSettings =>
  retentionSettings.parse(JSON.parse(json));
