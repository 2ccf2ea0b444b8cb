import type { z } from 'zod';
import { clientView } from '../domain/client-view.ts';
import { operatorReport } from '../domain/operator-report.ts';
import {
  createIndexJobRequest,
  indexJobPage,
  indexJobView,
  listIndexJobsQuery,
  newIndexJobView,
} from './index-jobs.ts';
import {
  changeMigrationRequest,
  createMigrationRequest,
  listMigrationsQuery,
  migrationPage,
  migrationView,
} from './migrations.ts';
import type { ProblemCode } from './problem.ts';
import { createReconciliationRequest, reconciliationView } from './reconciliations.ts';
import type { RouteName } from './routes.ts';
import {
  createDocumentUploadRequest,
  createVerificationSessionRequest,
  documentUploadView,
  listVerificationSessionsQuery,
  livenessResultView,
  livenessSessionView,
  lockoutView,
  reviewVerificationSessionRequest,
  userFacePage,
  verificationSessionPage,
} from './schemas.ts';

/** What a route takes and answers. Handlers validate by it, API Gateway's models and docs/openapi.json are made of it. */
export interface Operation {
  readonly summary: string;
  readonly body?: z.ZodType;
  readonly query?: z.ZodType;
  readonly success: {
    readonly status: 200 | 201 | 202 | 204;
    readonly description: string;
    readonly schema?: z.ZodType;
  };
  /** Problems of this route alone; every route has those of {@link COMMON_PROBLEMS} too. */
  readonly problems: readonly ProblemCode[];
}

/** What any route can answer. */
export const COMMON_PROBLEMS = [
  'invalid_request',
  'unauthorized',
  'forbidden',
  'too_many_requests',
  'internal_error',
  'upstream_throttled',
  'upstream_timeout',
] as const satisfies readonly ProblemCode[];

/** What a route that takes a body can answer besides. */
export const BODY_PROBLEMS = [
  'request_too_large',
  'unsupported_media_type',
] as const satisfies readonly ProblemCode[];

/** What a route that needs an Idempotency-Key can answer besides. */
export const IDEMPOTENCY_PROBLEMS = [
  'idempotency_key_missing',
  'idempotency_in_flight',
  'idempotency_key_reused',
] as const satisfies readonly ProblemCode[];

export const OPERATIONS = {
  'create-verification-session': {
    summary: 'Begin to verify a person.',
    body: createVerificationSessionRequest,
    success: {
      status: 201,
      description: 'The session waits for its liveness check and document.',
      schema: clientView,
    },
    problems: ['consent_missing'],
  },
  'list-verification-sessions': {
    summary: 'List sessions of a user or a status, newest first.',
    query: listVerificationSessionsQuery,
    success: { status: 200, description: 'One page of sessions.', schema: verificationSessionPage },
    problems: [],
  },
  'get-verification-session': {
    summary: 'See how a session stands.',
    success: { status: 200, description: 'The session as a client app may see it.', schema: clientView },
    problems: ['not_found'],
  },
  'create-liveness-session': {
    summary: 'Begin a liveness check.',
    success: {
      status: 201,
      description: 'What the FaceLivenessDetector component needs.',
      schema: livenessSessionView,
    },
    problems: [
      'not_found',
      'invalid_state',
      'liveness_already_passed',
      'session_expired',
      'liveness_locked_out',
      'liveness_blocked',
    ],
  },
  'complete-liveness-session': {
    summary: 'Have the result of a liveness check read and judged.',
    success: { status: 200, description: 'Passed or failed, never a score.', schema: livenessResultView },
    problems: [
      'not_found',
      'invalid_state',
      'session_expired',
      'liveness_already_passed',
      'liveness_not_taken',
      'liveness_session_already_used',
      'liveness_session_expired',
    ],
  },
  'create-document-upload': {
    summary: 'Get an upload for the picture of the identity document.',
    body: createDocumentUploadRequest,
    success: {
      status: 201,
      description: 'A form that S3 accepts for five minutes.',
      schema: documentUploadView,
    },
    problems: ['not_found', 'invalid_state', 'session_expired'],
  },
  'submit-verification-session': {
    summary:
      'Hand in a session whose liveness check is passed and, for a registration, whose document is uploaded.',
    success: {
      status: 202,
      description: 'A registration is being decided; an authentication is decided.',
      schema: clientView,
    },
    problems: ['not_found', 'invalid_state', 'session_expired', 'requirements_missing'],
  },
  'cancel-verification-session': {
    summary: 'Give a session up before it is submitted.',
    success: { status: 200, description: 'The session is canceled.', schema: clientView },
    problems: ['not_found', 'invalid_state', 'session_expired'],
  },
  'review-verification-session': {
    summary: 'Say what becomes of a registration that could not be decided because a shard did not answer.',
    body: reviewVerificationSessionRequest,
    success: {
      status: 200,
      description: 'The session is being decided anew, or declined.',
      schema: clientView,
    },
    problems: ['not_found', 'invalid_state'],
  },
  'get-verification-report': {
    summary: 'See every check of a session, with scores, reasons and cost.',
    success: { status: 200, description: 'The report for operators.', schema: operatorReport },
    problems: ['not_found'],
  },
  'list-user-faces': {
    summary: 'List the faces that stand for a user.',
    success: { status: 200, description: 'All faces of the user.', schema: userFacePage },
    problems: [],
  },
  'delete-user-face': {
    summary: 'Delete a face; without faces the user can be registered again.',
    success: { status: 204, description: 'The face is deleted.' },
    problems: ['not_found'],
  },
  'get-user-lockout': {
    summary: 'See whether a user may begin a liveness check.',
    success: { status: 200, description: 'How the lockout stands.', schema: lockoutView },
    problems: [],
  },
  'lift-user-lockout': {
    summary: 'Let a user begin liveness checks again, as if none had failed.',
    success: { status: 204, description: 'Nothing locks the user any more.' },
    problems: [],
  },
  'get-device-lockout': {
    summary: 'See whether a device may begin a liveness check.',
    success: { status: 200, description: 'How the lockout stands.', schema: lockoutView },
    problems: [],
  },
  'lift-device-lockout': {
    summary: 'Let a device begin liveness checks again, as if none had failed.',
    success: { status: 204, description: 'Nothing locks the device any more.' },
    problems: [],
  },
  'create-index-job': {
    summary: 'Begin to index many images: get uploads for a manifest and its images.',
    body: createIndexJobRequest,
    success: { status: 201, description: 'The job waits for its manifest.', schema: newIndexJobView },
    problems: [],
  },
  'list-index-jobs': {
    summary: 'List index jobs, newest first.',
    query: listIndexJobsQuery,
    success: { status: 200, description: 'One page of jobs.', schema: indexJobPage },
    problems: [],
  },
  'get-index-job': {
    summary: 'See how far an index job is, what it costs and when it ends.',
    success: {
      status: 200,
      description: 'The job, with its outcomes once it has ended.',
      schema: indexJobView,
    },
    problems: ['not_found'],
  },
  'create-reconciliation': {
    summary: 'Compare the collections with the mapping, and mend by policy what is found.',
    body: createReconciliationRequest,
    success: {
      status: 202,
      description: 'It runs; look at it until it has ended.',
      schema: reconciliationView,
    },
    problems: ['invalid_state'],
  },
  'get-reconciliation': {
    summary: 'See what a reconciliation found and did.',
    success: { status: 200, description: 'The reconciliation.', schema: reconciliationView },
    problems: ['not_found'],
  },
  'change-index-job': {
    summary: 'Start, pause, resume or cancel an index job.',
    success: { status: 200, description: 'The job after the change.', schema: indexJobView },
    problems: ['not_found', 'invalid_state'],
  },
  'create-migration': {
    summary: 'Begin to move all faces to another generation.',
    body: createMigrationRequest,
    success: {
      status: 201,
      description: 'Both generations are written; the new one is being filled.',
      schema: migrationView,
    },
    problems: ['invalid_state'],
  },
  'list-migrations': {
    summary: 'List migrations, newest first.',
    query: listMigrationsQuery,
    success: { status: 200, description: 'One page of migrations.', schema: migrationPage },
    problems: [],
  },
  'get-migration': {
    summary: 'See how far a migration is, what it costs and what could not be moved.',
    success: { status: 200, description: 'The migration.', schema: migrationView },
    problems: ['not_found'],
  },
  'change-migration': {
    summary: 'Cut over, roll back, drain, cancel or resume a migration.',
    body: changeMigrationRequest,
    success: { status: 200, description: 'The migration after the change.', schema: migrationView },
    problems: ['not_found', 'invalid_state'],
  },
} as const satisfies Readonly<Record<RouteName, Operation>>;
