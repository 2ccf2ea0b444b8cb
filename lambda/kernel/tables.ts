/**
 * The DynamoDB tables: names of keys and indexes, shared by templates and adapters. Every partition key
 * begins with `{tenant}#`, so that one IAM condition on `dynamodb:LeadingKeys` isolates tenants; only the
 * limiters' rates belong to the account (`limiter#...`). This file must not import the CDK or an SDK: both
 * sides read it.
 */
export interface TableShape {
  readonly partitionKey: string;
  readonly sortKey: string;
  /** Attribute with the epoch seconds after which DynamoDB deletes an item; absent if items do not expire. */
  readonly timeToLiveAttribute?: string;
  /** Whether a stream reports what is written, for functions that act on it. */
  readonly hasStream?: boolean;
  readonly indexes: Readonly<
    Record<
      string,
      { readonly partitionKey: string; readonly sortKey?: string; readonly projection: 'all' | 'keys' }
    >
  >;
}

/** Verification sessions, their liveness sessions and their checks. */
export const SESSIONS_TABLE = {
  partitionKey: 'pk',
  sortKey: 'sk',
  timeToLiveAttribute: 'expires_at_epoch_seconds',
  hasStream: true,
  indexes: {
    'by-user': { partitionKey: 'by_user_pk', sortKey: 'by_user_sk', projection: 'all' },
    'by-status': { partitionKey: 'by_status_pk', sortKey: 'by_status_sk', projection: 'all' },
  },
} as const satisfies TableShape;

/** The user and image of each face (whitepaper 5.8). */
export const FACE_MAPPING_TABLE = {
  partitionKey: 'user_id',
  sortKey: 'collection_id#face_id',
  indexes: {
    'by-face-id': { partitionKey: 'by_face_id_pk', projection: 'all' },
    'by-collection': { partitionKey: 'by_collection_pk', sortKey: 'by_collection_sk', projection: 'all' },
  },
} as const satisfies TableShape;

/** Calls of operators: an entry for each, and one more item for how it ended; nothing is changed. */
export const AUDIT_TABLE = {
  partitionKey: 'pk',
  sortKey: 'sk',
  timeToLiveAttribute: 'expires_at_epoch_seconds',
  hasStream: true,
  indexes: {
    'by-subject': { partitionKey: 'by_subject_pk', sortKey: 'by_subject_sk', projection: 'all' },
    'by-target': { partitionKey: 'by_target_pk', sortKey: 'by_target_sk', projection: 'all' },
  },
} as const satisfies TableShape;

/** The chain of what was decided and done, per tenant; only its ends are ever written again. */
export const LEDGER_TABLE = {
  partitionKey: 'pk',
  sortKey: 'sk',
  indexes: {},
} as const satisfies TableShape;

/**
 * Claims, idempotency records, abuse ledgers, generations, limiters, review cases: small rows that guard
 * everything else. Its stream carries the events that are not transitions of sessions.
 */
export const CONTROL_TABLE = {
  partitionKey: 'pk',
  sortKey: 'sk',
  timeToLiveAttribute: 'expires_at_epoch_seconds',
  hasStream: true,
  indexes: {
    // what is erased with a user, outside the user's own partition
    'by-user': { partitionKey: 'by_user_pk', projection: 'all' },
    // holds review cases only: no other row has its keys
    'by-case-state': {
      partitionKey: 'by_case_state_pk',
      sortKey: 'by_case_state_sk',
      projection: 'all',
    },
  },
} as const satisfies TableShape;
