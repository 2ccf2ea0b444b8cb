import { ABUSE_METRICS } from './abuse-metrics.ts';
import { CHECK_METRICS } from './check-metrics.ts';
import { CONSENT_METRICS } from './consent-metrics.ts';
import { ERASURE_METRICS } from './erasure-metrics.ts';
import { FACE_METRICS } from './face-metrics.ts';
import { LIVENESS_METRICS } from './liveness-metrics.ts';
import type { MetricDefinition } from './metric-definition.ts';
import { POLICY_METRICS } from './policy-metrics.ts';
import { RETENTION_METRICS } from './retention-metrics.ts';
import { REVIEW_METRICS } from './review-metrics.ts';
import { SESSION_METRICS } from './session-metrics.ts';
import { WEBHOOK_METRICS } from './webhook-metrics.ts';

/**
 * Every metric that this product emits. Handlers, dashboards and alarms share this catalogue, so names cannot
 * drift. Names follow the key performance indicators of whitepaper 8.2. Dimensions never contain a user, a
 * device or an image.
 */
/** Namespace of a stage's own metrics: two stages in one account and region stay apart. */
export const metricNamespace = (stage: string): string => `FaceIdv/${stage}`;

export const METRICS = {
  ...FACE_METRICS,
  ...CONSENT_METRICS,
  ...LIVENESS_METRICS,
  ...POLICY_METRICS,
  ...RETENTION_METRICS,
  ...REVIEW_METRICS,
  ...SESSION_METRICS,
  ...ABUSE_METRICS,
  ...CHECK_METRICS,
  LedgerEntries: {
    unit: 'Count',
    dimensions: ['Kind'],
    description: 'Entries added to the decision ledger, by kind; `unreadable`: rows that were left out',
  },
  ...WEBHOOK_METRICS,
  ...ERASURE_METRICS,
  StepUpProof: {
    unit: 'Count',
    dimensions: ['Result'],
    description: 'Proofs of step-ups: signed, consumed, or presented as replayed, expired or unknown',
  },
  CaptureLink: {
    unit: 'Count',
    dimensions: ['Result'],
    description: 'Links to other devices: created, exchanged, repeated by the same request, or refused',
  },
  ClientToken: {
    unit: 'Count',
    dimensions: ['Result'],
    description:
      'Tokens of single sessions: minted, accepted or refused by the authorizer, or of a closed session',
  },
  FaceLogin: {
    unit: 'Count',
    dimensions: ['Result'],
    description:
      'Sign-ins to the user pool by face: challenged, passed, failed, refused, begun for no user (decoy), or missing where a password alone was tried',
  },
  FaceLoginFault: {
    unit: 'Count',
    dimensions: ['Trigger'],
    description: 'Triggers of the user pool that failed, each with the sign-in of a person',
  },
  CollectionSearched: {
    unit: 'Count',
    dimensions: ['Shard'],
    description: 'Searches by shard of a generation',
  },
  CollectionSearchFailed: {
    unit: 'Count',
    dimensions: ['Shard'],
    description: 'Searches that a shard did not answer',
  },
  SearchIncomplete: { unit: 'Count', dimensions: [], description: 'All-shard searches that missed a shard' },
  SearchCandidates: {
    unit: 'Count',
    dimensions: [],
    description: 'Faces at or above the threshold in a search',
  },
  DuplicateFound: {
    unit: 'Count',
    dimensions: [],
    description: 'Duplicate registrations',
  },
  WatchlistHit: {
    unit: 'Count',
    dimensions: [],
    description: 'Registrations whose face is on a watchlist',
  },
  LateCheck: {
    unit: 'Count',
    dimensions: ['Result'],
    description: 'Searches for the face of an approved registration, repeated later, by result',
  },
  EventsPublished: {
    unit: 'Count',
    dimensions: ['Result'],
    description: 'Events of sessions put on the event bus, by result',
  },
  BulkItem: {
    unit: 'Count',
    dimensions: ['Outcome'],
    description: 'Rows of index jobs that ended: indexed, skipped, rejected or failed',
  },
  BulkItemReason: {
    unit: 'Count',
    dimensions: ['ReasonCode'],
    description: 'Reason codes of rejected rows of index jobs',
  },
  RowImagesCompared: {
    unit: 'Count',
    dimensions: ['Result'],
    description:
      'Comparisons of the images of a row of an index job with each other, and with the enrolled person',
  },
  IndexJobEnded: {
    unit: 'Count',
    dimensions: ['Status'],
    description: 'Index jobs that ended: completed, failed or canceled',
  },
  OutcomesMerged: {
    unit: 'Count',
    dimensions: ['Result'],
    description: 'Files of all outcomes of an index job: ready, or failed',
  },
  UserVectorBuildTime: {
    unit: 'Milliseconds',
    dimensions: [],
    description: 'Time from mapping a face until searches find its user by the new vector',
  },
  UserVectorFaceLeftOut: {
    unit: 'Count',
    dimensions: ['Reason'],
    description: 'Faces that Rekognition refused for the vector of their user',
  },
  UserVectorOverdue: {
    unit: 'Count',
    dimensions: [],
    description: 'Overdue user vectors of a tenant',
  },
  ReplicationLag: {
    unit: 'Milliseconds',
    dimensions: [],
    description: 'Time from a change of the mapping until it is replicated',
  },
  ReplicationBacklog: {
    unit: 'Count',
    dimensions: [],
    description: 'Changes of a tenant that are not replicated yet; counted up to about 10,000',
  },
  ReplicationBacklogAge: {
    unit: 'Milliseconds',
    dimensions: [],
    description: 'Age of the oldest counted change',
  },
  SecondRegionComplete: {
    unit: 'Count',
    dimensions: [],
    description:
      'Whether the second region has every face of a tenant, and so answers for each collection: 1 or 0',
  },
  SecondRegionAnswered: {
    unit: 'Count',
    dimensions: ['Operation'],
    description: 'Calls that the second region answered because the first did not',
  },
  ReplicationFailed: {
    unit: 'Count',
    dimensions: ['Reason'],
    description: 'Images that could not be replicated, by reason',
  },
  ReconciliationFinding: {
    unit: 'Count',
    dimensions: ['Kind', 'Outcome'],
    description: 'Faces without a mapping and mappings without a face, by repair',
  },
  CollectionFaces: {
    unit: 'Count',
    dimensions: ['Generation', 'Shard'],
    description: 'Faces in a collection; the maximum is the fullest tenant',
  },
  CollectionFill: {
    unit: 'Percent',
    dimensions: [],
    description:
      'Share of the capacity of a collection; the maximum is the fullest one, which the alarm watches',
  },
  GenerationsBehind: {
    unit: 'Count',
    dimensions: [],
    description: 'Active generations with an older face model than new collections get, once a day',
  },
  PolicyBehindModel: {
    unit: 'Count',
    dimensions: ['Finding'],
    description: 'What the policy lacks for the newest face model, 0 or 1, once a day',
  },
  GenerationChanged: {
    unit: 'Count',
    dimensions: [],
    description: 'Calls refused because the config has another shape of a generation than its first use',
  },
  SessionSwept: {
    unit: 'Count',
    dimensions: ['Result'],
    description: 'Sessions that the sweep expired, started or ended',
  },
  RekognitionLatency: {
    unit: 'Milliseconds',
    dimensions: ['Operation'],
    description: 'Duration of one call, retries included',
  },
  RekognitionCall: { unit: 'Count', dimensions: ['Operation'], description: 'Calls made: what is billed' },
  RekognitionThrottled: {
    unit: 'Count',
    dimensions: ['Operation'],
    description: 'Calls that ended throttled after retries',
  },
  RekognitionFailed: {
    unit: 'Count',
    dimensions: ['Operation'],
    description: 'Calls that failed because of the service, the request or a permission',
  },
  FaceMigrated: {
    unit: 'Count',
    dimensions: ['Result'],
    description: 'Images of a migration: indexed or failed',
  },
  ShadowRead: {
    unit: 'Count',
    dimensions: ['Result'],
    description: 'Searches repeated in the new generation of a migration, by result of the comparison',
  },
  MigrationChanged: {
    unit: 'Count',
    dimensions: ['Change'],
    description: 'Migrations started, cut over, rolled back, canceled and completed',
  },
  AuditEntry: {
    unit: 'Count',
    dimensions: ['Outcome'],
    description: 'Audited calls of operators that ended, by outcome: done, replayed, refused or failed',
  },
  AuditWriteFailed: {
    unit: 'Count',
    dimensions: [],
    description: 'Audit entries, or their ends, that could not be written',
  },
  CallRefused: {
    unit: 'Count',
    dimensions: ['Limit'],
    description: 'Calls refused by the limit of their caller (subject) or of its tenant',
  },
  CallLimitSkipped: {
    unit: 'Count',
    dimensions: [],
    description: 'Calls granted uncounted, because the limits could not be written',
  },
  InteractiveCallWaited: {
    unit: 'Milliseconds',
    dimensions: ['Operation'],
    description: 'Waits of calls of registrations, because other registrations use the rate',
  },
  InteractiveCallUncounted: {
    unit: 'Count',
    dimensions: ['Operation'],
    description: 'Calls of registrations made uncounted, because the shared rate could not be written',
  },
  ApiProblem: { unit: 'Count', dimensions: ['Code'], description: 'Problems returned, by code' },
} as const satisfies Readonly<Record<string, MetricDefinition>>;

export type MetricName = keyof typeof METRICS;
