import * as z from 'zod/mini';
import { DELETE, GET, IDEMPOTENCY, PUT, QUERY, UPDATE } from '../platform/access.ts';
import {
  api,
  evidence,
  generations,
  longPoll,
  mapping,
  policy,
  proofSigning,
} from '../platform/environment.ts';
import type { FunctionDefinitions } from '../platform/function-definition.ts';
import { consumerOfProofs, everyone, readerOfReports, staff } from '../platform/route.ts';
import { consumedProof } from '../step-up/contract.ts';
import {
  awaitDecisionQuery,
  createDocumentUploadRequest,
  createVerificationSessionRequest,
  documentUploadView,
  listVerificationSessionsQuery,
  takeAlternativePathRequest,
  verificationSessionPage,
} from './contract.ts';
import { clientView } from './domain/client-view.ts';
import { operatorReport } from './domain/operator-report.ts';

export const SESSIONS_FUNCTIONS = {
  'sessions-api': {
    environment: z.object({
      ...api,
      ...evidence,
      ...policy,
      ...mapping,
      ...generations,
      ...proofSigning,
      EVIDENCE_KEY_ARN: z.string().check(z.minLength(1)),
    }),
    access: {
      sessions: [GET, PUT, UPDATE, QUERY],
      // whether the user is enrolled: the claim, and the mapped faces
      control: IDEMPOTENCY,
      faceMapping: [QUERY],
      // an upload form carries the permissions of the role that signed it
      evidence: ['s3:PutObject'],
    },
    routes: {
      'create-verification-session': {
        method: 'POST',
        path: '/verification-sessions',
        scopes: everyone,
        role: 'administrator',
        audit: { action: 'session.create' },
        idempotent: true,

        summary: 'Create a verification session.',
        body: createVerificationSessionRequest,
        success: {
          status: 201,
          description:
            'The session was created and waits for the liveness check and, for a registration, the document.',
          schema: clientView,
        },
        problems: [
          'consent_missing',
          'user_already_enrolled',
          'user_not_enrolled',
          'liveness_locked_out',
          'liveness_blocked',
          'alternative_path_not_offered',
          'too_many_open_sessions',
          'generation_changed',
        ],
      },
      'list-verification-sessions': {
        method: 'GET',
        path: '/verification-sessions',
        scopes: staff,
        role: 'viewer',
        audit: { action: 'session.list' },
        idempotent: false,

        summary: 'List verification sessions by status or user, newest first.',
        query: listVerificationSessionsQuery,
        success: { status: 200, description: 'One page of sessions.', schema: verificationSessionPage },
        problems: [],
      },
      'get-verification-session': {
        method: 'GET',
        path: '/verification-sessions/{id}',
        scopes: everyone,
        role: 'viewer',
        audit: { action: 'session.read' },
        idempotent: false,

        summary: 'Get a verification session.',
        success: {
          status: 200,
          description:
            'The session, without scores or reasons; an approved step-up with its proof, for the person and the backend.',
          schema: clientView,
        },
        problems: ['not_found'],
      },
      'create-document-upload': {
        method: 'POST',
        path: '/verification-sessions/{id}/documents',
        scopes: everyone,
        role: 'administrator',
        audit: { action: 'document_upload.create' },
        idempotent: true,

        summary: 'Create an upload form for the photo of the identity document.',
        body: createDocumentUploadRequest,
        success: {
          status: 201,
          description: 'An upload form that S3 accepts for five minutes.',
          schema: documentUploadView,
        },
        problems: [
          'not_found',
          'invalid_state',
          'session_expired',
          'liveness_locked_out',
          'liveness_blocked',
        ],
      },
      'take-alternative-path': {
        method: 'POST',
        path: '/verification-sessions/{id}/alternative-path',
        scopes: everyone,
        role: 'administrator',
        audit: { action: 'session.alternative_path' },
        idempotent: true,

        summary: 'Ask for another path than the liveness check.',
        body: takeAlternativePathRequest,
        success: {
          status: 200,
          description:
            'The session, which goes on by the means in `alternative_path`. Asking again for the same changes nothing.',
          schema: clientView,
        },
        problems: [
          'not_found',
          'invalid_state',
          'session_expired',
          'alternative_path_not_offered',
          'liveness_already_passed',
        ],
      },
      'cancel-verification-session': {
        method: 'POST',
        path: '/verification-sessions/{id}/cancel',
        scopes: everyone,
        role: 'administrator',
        audit: { action: 'session.cancel' },
        idempotent: true,

        summary: 'Cancel a session.',
        success: { status: 200, description: 'The canceled session.', schema: clientView },
        problems: ['not_found', 'invalid_state', 'session_expired'],
      },
      'get-verification-report': {
        method: 'GET',
        path: '/verification-sessions/{id}/report',
        scopes: readerOfReports,
        role: 'viewer',
        audit: { action: 'report.read' },
        idempotent: false,

        summary: "Get a session's report: every check with scores, reasons and cost.",
        success: { status: 200, description: 'The report.', schema: operatorReport },
        problems: ['not_found'],
      },
      'consume-step-up-proof': {
        method: 'POST',
        path: '/step-up-proofs/{jti}/consume',
        scopes: consumerOfProofs,
        idempotent: true,

        summary: 'Spend the proof of a step-up, once, before the transaction is executed.',
        success: { status: 200, description: 'The proof was spent by this request.', schema: consumedProof },
        problems: ['not_found', 'step_up_proof_consumed', 'step_up_proof_expired'],
      },
    },
  },
  // apart from the plain read, since a call that waits occupies an instance for seconds
  'decision-api': {
    environment: z.object({ ...api, ...longPoll }),
    access: { sessions: [GET], control: [PUT, DELETE] },
    routes: {
      'await-decision': {
        method: 'GET',
        path: '/verification-sessions/{id}/decision',
        scopes: everyone,
        role: 'viewer',
        audit: { action: 'session.read' },
        idempotent: false,

        summary: 'Get a verification session once it is decided, waiting some seconds for it.',
        query: awaitDecisionQuery,
        success: {
          status: 200,
          description:
            'The session: with another status than `processing` as soon as it has one, else when the time is over. With `Retry-After`, the call did not wait: as many calls as may wait at once were waiting.',
          schema: clientView,
          retryAfter: true,
        },
        problems: ['not_found'],
      },
    },
  },
} as const satisfies FunctionDefinitions;
