import { ROW_LIFETIME_DAYS } from '../lambda/kernel/row-lifetimes.ts';
import type { DataClass } from '../lambda/retention/contract.ts';
import { tombstoneDays } from './erasure.ts';
import { keptDaysOf, type RetainingConfig } from './retention.ts';

/** A class of data, in the words of the public schedule. */
export interface ClassOfData {
  /** Content, in words that a customer understands. */
  readonly holds: string;
  /** Reason to have it. */
  readonly purpose: string;
  /** Whether it holds biometric data, other data about a person, or neither. */
  readonly about: 'biometric' | 'personal' | 'nobody';
  /** How long it is kept. */
  readonly kept: (config: RetainingConfig) => string;
  /** Mechanism that removes it. */
  readonly removedBy: string;
}

const TTL = 'time to live of the table';
const LIFECYCLE = 'lifecycle rule of the bucket';

const days = (count: number | undefined): string => `${count} day${count === 1 ? '' : 's'}`;
const ofSetting = (name: DataClass) => (config: RetainingConfig) => days(keptDaysOf(config)[name]?.days);

/** Days to keep the results of an index job's batches: long enough to find out why some failed. */
export const MAP_RESULT_DAYS = 14;
/** Days to keep access logs: long enough to investigate, short enough not to become an archive. */
export const ACCESS_LOG_DAYS = 90;
/** Days that a message waits at most, which is also the longest that SQS allows. */
const MESSAGE_DAYS = 14;

/** Every class of data that is stored. */
export const CLASSES_OF_DATA: Readonly<Record<DataClass, ClassOfData>> = {
  templates: {
    holds:
      'face vectors of enrolled users in the collections, the images that they come from, and the rows that say whose they are',
    purpose: 'recognize a user who comes back, and find a person who registers twice',
    about: 'biometric',
    kept: (config) =>
      `until the user's faces are deleted, or ${days(config.retention.templateDays)} after the user's last interaction, whichever is first; replaced versions of an image ${days(config.evidence.noncurrentVersionDays)} more`,
    removedBy: 'deletion on request, and an hourly job that goes through all enrolled faces',
  },
  session_images: {
    holds: 'selfies, audit images and photos of documents of sessions',
    purpose: 'evidence of a decision, and its review by a person',
    about: 'personal',
    kept: (config) => `${days(config.evidence.retentionDays)} after the upload`,
    removedBy: LIFECYCLE,
  },
  session_records: {
    holds:
      'sessions with their checks, measures, decisions, consent and proofs, and hashes of the pictures of liveness checks',
    purpose: 'prove and explain a decision, and recognize a repeated capture',
    about: 'personal',
    kept: (config) =>
      `${days(config.policy.session_retention_days)} after the session's creation, as the policy of the session says`,
    removedBy: TTL,
  },
  lockouts: {
    holds:
      'failed attempts of a user or device, signs of a takeover, and links by which a person denies an enrollment',
    purpose: 'stop guessing',
    about: 'personal',
    kept: () =>
      `${days(ROW_LIFETIME_DAYS.lockout)} after the last failure; a block stays until it is lifted; a link ${days(ROW_LIFETIME_DAYS.repudiationLink)}`,
    removedBy: TTL,
  },
  allowed_pairs: {
    holds: 'pairs of users of whom a person has decided that they are two people who look alike',
    purpose: 'keep twins from being refused again',
    about: 'personal',
    kept: () => 'as long as the templates of both users',
    removedBy: 'deletion of the last face of one of them',
  },
  review_cases: {
    holds: 'questions to a person, with notes and decisions',
    purpose: 'human review, and its proof',
    about: 'personal',
    kept: (config) =>
      `${days(config.reviewCases.retentionDays)} after the decision; that two users were asked about once, ${days(ROW_LIFETIME_DAYS.reviewOnce)}`,
    removedBy: TTL,
  },
  liveness_labels: {
    holds: 'labels of sampled liveness checks, without a user',
    purpose: 'measure how many spoofs pass',
    about: 'nobody',
    kept: ofSetting('liveness_labels'),
    removedBy: TTL,
  },
  watchlist_entries: {
    holds: 'face vectors and images of entries of watchlists, and why they are listed',
    purpose: 'recognize people whom an operator has listed, such as known fraudsters',
    about: 'biometric',
    kept: () => 'until the date of the entry, or until an operator deletes it',
    removedBy: 'an hourly job, and deletion by an operator',
  },
  audit_entries: {
    holds: 'calls of operators, with their reasons',
    purpose: 'hold operators to account',
    about: 'personal',
    kept: ofSetting('audit_entries'),
    removedBy: TTL,
  },
  events: {
    holds:
      'reports of changes: ids, types, statuses and codes; their copies for webhooks, and the log of deliveries',
    purpose: 'inform other systems, send again what they have missed, and verify what was reported',
    about: 'personal',
    kept: () =>
      `${days(ROW_LIFETIME_DAYS.event)}; copies and deliveries ${days(ROW_LIFETIME_DAYS.webhook)}; reports of erasures, which name the user, ${days(ROW_LIFETIME_DAYS.erasureReport)}`,
    removedBy: `${TTL}; the erasure of the user`,
  },
  erasures: {
    holds: 'tombstones, and erasures with their counts and receipts, which name the user by a keyed hash',
    purpose: 'keep older copies and backups from bringing the user back, and prove the erasure',
    about: 'personal',
    kept: (config) =>
      `a tombstone ${days(tombstoneDays(config))} after the request, when no backup holds what is older; an erasure as long as the deployment, with the id of the user only until it is completed`,
    removedBy: `${TTL} for tombstones; nothing for erasures: without the key of the hashes they name nobody`,
  },
  consents: {
    holds: 'receipts of consents: who, which text, when, for what, and a withdrawal',
    purpose: 'prove that processing rested on a consent (GDPR, articles 7(1) and 17(3)(e))',
    about: 'personal',
    kept: () =>
      'as long as the deployment, also once they are withdrawn or the user is erased: a consent can be contested afterwards',
    removedBy: 'nothing',
  },
  ledger: {
    holds: 'the chain of decisions, reviews, operations, consents and erasures, with users as keyed hashes',
    purpose: 'prove that no record was changed or left out',
    about: 'personal',
    kept: ({ ledger }) =>
      `as long as the deployment, since a chain is whole or proves nothing; its sealed ends ${days(ledger.sealedDays)}, locked until then`,
    removedBy: `nothing: without the key of the hashes it names nobody; ${LIFECYCLE} for sealed ends`,
  },
  index_job_files: {
    holds: 'manifests and images that were uploaded for index jobs',
    purpose: 'enroll many people at once',
    about: 'personal',
    kept: (config) => `${days(config.evidence.retentionDays)} after the upload`,
    removedBy: LIFECYCLE,
  },
  work_results: {
    holds: 'findings of reconciliations, and results of the batches of index jobs',
    purpose: 'repair what does not agree, and find out why a batch failed',
    about: 'personal',
    kept: () =>
      `${days(ROW_LIFETIME_DAYS.reconciliation)} for findings, ${days(MAP_RESULT_DAYS)} for results`,
    removedBy: `${TTL}, ${LIFECYCLE}`,
  },
  requests: {
    holds: 'work that is to be done: deletions of faces, user vectors, replications, and their messages',
    purpose: 'survive an outage of a service',
    about: 'personal',
    kept: () => `until it is done; a message ${days(MESSAGE_DAYS)} at most`,
    removedBy: 'what does the work, and the queues',
  },
  short_lived: {
    holds: 'counters of rates, places of waiting calls, answers to repeated requests, links and logins',
    purpose: 'limit, repeat and hand over calls',
    about: 'personal',
    kept: () => `${days(ROW_LIFETIME_DAYS.idempotency)} at most`,
    removedBy: TTL,
  },
  settings: {
    holds: 'policies, texts of consents, webhook endpoints, generations, progress and counts of jobs',
    purpose: 'run the service',
    about: 'nobody',
    kept: () => 'until it is changed or deleted; a text of a consent as long as the deployment',
    removedBy: 'nothing: it names nobody',
  },
  accounts: {
    holds: 'users of the user pool: operators, and users who sign in here',
    purpose: 'sign in',
    about: 'personal',
    kept: () => 'until an administrator deletes the user',
    removedBy: 'an administrator',
  },
  logs: {
    holds: 'logs of functions and of accesses to buckets, which hold no image, token or score of a person',
    purpose: 'find faults and misuse',
    about: 'personal',
    kept: (config) => `${days(config.logRetentionDays)} for functions, ${days(ACCESS_LOG_DAYS)} for accesses`,
    removedBy: `retention of the log group, ${LIFECYCLE}`,
  },
  trails: {
    holds: 'the trail of calls of AWS, where it is turned on',
    purpose: 'hold people with access to the account to account',
    about: 'personal',
    kept: () => 'as `audit.retentionDays` says, locked until then',
    removedBy: LIFECYCLE,
  },
};
