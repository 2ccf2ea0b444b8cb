import * as z from 'zod/mini';
import { captureLinkView, exchangeCaptureLinkRequest, exchangedToken } from '../client-sessions/contract.ts';
import { consentTextView, getConsentTextQuery } from '../consents/contract.ts';
import { CHECK, DELETE, GET, IDEMPOTENCY, PUT, QUERY, UPDATE } from '../platform/access.ts';
import {
  api,
  callLimits,
  capture,
  consentTexts,
  control,
  evidence,
  generations,
  longPoll,
  mapping,
  open,
  origins,
  policies,
  sessions,
  signing,
  testMode,
} from '../platform/environment.ts';
import type { FunctionDefinitions } from '../platform/function-definition.ts';
import { consumerOfProofs, everyone, personAndBackend, readerOfReports, staff } from '../platform/route.ts';
import { consumedProof } from '../step-up/contract.ts';
import {
  awaitDecisionQuery,
  createDocumentUploadRequest,
  createVerificationSessionRequest,
  documentUploadView,
  listVerificationSessionsQuery,
  reportInterruptionRequest,
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
      ...policies,
      ...mapping,
      ...generations,
      ...signing,
      ...capture,
      ...testMode,
      ...consentTexts,
      EVIDENCE_KEY_ARN: z.string().check(z.minLength(1)),
    }),
    access: {
      sessions: [GET, PUT, UPDATE, QUERY],
      // whether the user is enrolled: the claim, and the mapped faces; consent texts and receipts
      control: [...IDEMPOTENCY, QUERY, CHECK],
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
          'consent_text_unknown',
          'consent_withdrawn',
          'test_mode_off',
          'user_already_enrolled',
          'user_not_enrolled',
          'face_limit_reached',
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
        client: '/client-session',
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
        client: '/client-session/documents',
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
          'test_session',
          'session_expired',
          'liveness_locked_out',
          'liveness_blocked',
        ],
      },
      'get-consent-text': {
        method: 'GET',
        path: '/consent-texts/{notice_version}',
        client: '/client-session/consent-texts/{notice_version}',
        scopes: everyone,
        role: 'viewer',
        audit: 'nothing_personal',
        idempotent: false,

        summary: 'Get the consent text of a version that fits a person best.',
        query: getConsentTextQuery,
        success: { status: 200, description: 'The text to show.', schema: consentTextView },
        problems: ['consent_text_unknown'],
      },
      'take-alternative-path': {
        method: 'POST',
        path: '/verification-sessions/{id}/alternative-path',
        client: '/client-session/alternative-path',
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
        client: '/client-session/cancel',
        scopes: everyone,
        role: 'administrator',
        audit: { action: 'session.cancel' },
        idempotent: true,

        summary: 'Cancel a session.',
        success: { status: 200, description: 'The canceled session.', schema: clientView },
        problems: ['not_found', 'invalid_state', 'session_expired'],
      },
      'report-interruption': {
        method: 'POST',
        path: '/verification-sessions/{id}/interruption',
        client: '/client-session/interruption',
        scopes: personAndBackend,
        idempotent: true,

        summary: 'Report why the person of a session stops.',
        body: reportInterruptionRequest,
        success: {
          status: 200,
          description:
            'The session, which stays open. Its end is counted with the step and this reason, unless the person goes on first.',
          schema: clientView,
        },
        problems: ['not_found', 'invalid_state', 'session_expired'],
      },
      'create-capture-link': {
        method: 'POST',
        path: '/verification-sessions/{id}/capture-links',
        client: '/client-session/capture-links',
        scopes: personAndBackend,
        idempotent: true,

        summary: 'Create a link with which another device goes on, such as a phone that reads a QR code.',
        success: {
          status: 201,
          description:
            'A link that works once within ten minutes. A session has three at most, and another one replaces the oldest.',
          schema: captureLinkView,
        },
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
  // apart from all others, since anybody may call it: the secret in the body is what it goes by
  'capture-links-api': {
    environment: z.object({ ...open, ...sessions, ...control, ...signing, ...callLimits, ...origins }),
    access: { sessions: [GET], control: [GET, PUT], callers: true },
    openRoutes: {
      'exchange-capture-link': {
        method: 'POST',
        path: '/capture-links/exchange',
        summary: 'Exchange the secret of a capture link for the token of its session, once.',
        body: exchangeCaptureLinkRequest,
        success: { status: 200, description: 'The token of the session.', schema: exchangedToken },
        problems: ['capture_link_invalid'],
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
        client: '/client-session/decision',
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
