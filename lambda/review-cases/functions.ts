import * as z from 'zod/mini';
import { DELETE, GET, PUT, QUERY, READ_IMAGE, UPDATE } from '../platform/access.ts';
import {
  control,
  enrolled,
  evidence,
  mapping,
  policies,
  reviewing,
  route,
  serviceEnv,
  sessions,
} from '../platform/environment.ts';
import type { FunctionDefinitions } from '../platform/function-definition.ts';
import { operator, readerOfReports } from '../platform/route.ts';
import {
  addNoteRequest,
  assignReviewCaseRequest,
  decideReviewCaseRequest,
  imageView,
  listLivenessLabelsQuery,
  listReviewCasesQuery,
  livenessLabelPage,
  reviewCaseDetail,
  reviewCasePage,
} from './contract.ts';
import { reviewCaseView } from './domain/case-view.ts';

/** The answer of every change of a case. */
const CHANGED = { status: 200, description: 'The case as it is now.', schema: reviewCaseView } as const;

export const REVIEW_CASES_FUNCTIONS = {
  'review-cases-api': {
    environment: z.object({
      ...route,
      ...control,
      ...sessions,
      ...mapping,
      ...evidence,
      ...enrolled,
      ...policies,
      ...reviewing,
    }),
    access: {
      control: [GET, PUT, UPDATE, DELETE, QUERY],
      // a decision moves its session, and reports it
      sessions: [GET, QUERY, UPDATE, PUT],
      faceMapping: [QUERY],
      // a URL carries the permissions of the role that signed it
      evidence: READ_IMAGE,
      enrolled: ['s3:GetObject'],
    },
    routes: {
      'list-review-cases': {
        method: 'GET',
        path: '/review-cases',
        scopes: operator,
        role: 'viewer',
        audit: { action: 'review_case.list' },
        idempotent: false,

        summary: 'List the cases that wait for a person, or were decided, newest first.',
        query: listReviewCasesQuery,
        success: { status: 200, description: 'One page of cases.', schema: reviewCasePage },
        problems: [],
      },
      'get-review-case': {
        method: 'GET',
        path: '/review-cases/{id}',
        scopes: operator,
        role: 'viewer',
        audit: { action: 'review_case.read' },
        idempotent: false,

        summary: 'Get a case with the reports and enrolled faces of its people.',
        success: {
          status: 200,
          description: 'The case and all that a reviewer compares, without any image.',
          schema: reviewCaseDetail,
        },
        problems: ['not_found'],
      },
      'assign-review-case': {
        method: 'POST',
        path: '/review-cases/{id}/assign',
        scopes: operator,
        role: 'reviewer',
        audit: { action: 'review_case.assign' },
        idempotent: true,

        summary: 'Take a case, or assign it to another operator.',
        body: assignReviewCaseRequest,
        success: CHANGED,
        problems: ['not_found', 'invalid_state', 'second_reviewer_required'],
      },
      'unassign-review-case': {
        method: 'POST',
        path: '/review-cases/{id}/unassign',
        scopes: operator,
        role: 'reviewer',
        audit: { action: 'review_case.unassign' },
        idempotent: true,

        summary: 'Give a case back.',
        success: CHANGED,
        problems: ['not_found', 'invalid_state'],
      },
      'add-review-case-note': {
        method: 'POST',
        path: '/review-cases/{id}/notes',
        scopes: operator,
        role: 'reviewer',
        audit: { action: 'review_case.note' },
        idempotent: true,

        summary: 'Add a note to a case that is not decided.',
        body: addNoteRequest,
        success: CHANGED,
        problems: ['not_found', 'invalid_state'],
      },
      'decide-review-case': {
        method: 'POST',
        path: '/review-cases/{id}/decision',
        scopes: operator,
        role: 'reviewer',
        audit: { action: 'review_case.decide' },
        idempotent: true,

        summary: 'Give a finding on a case that is assigned to the caller.',
        body: decideReviewCaseRequest,
        success: CHANGED,
        problems: ['not_found', 'invalid_state', 'review_case_changed', 'second_reviewer_required'],
      },
      'reopen-review-case': {
        method: 'POST',
        path: '/review-cases/{id}/reopen',
        scopes: operator,
        role: 'administrator',
        audit: { action: 'review_case.reopen', reasonRequired: true },
        idempotent: true,

        summary: 'Reopen a decided case.',
        success: CHANGED,
        problems: ['not_found', 'invalid_state'],
      },
      'view-review-case-image': {
        method: 'POST',
        path: '/review-cases/{id}/image-views/{image}',
        scopes: operator,
        role: 'reviewer',
        audit: { action: 'image.view', reasonRequired: true },
        idempotent: true,

        summary: 'View one image of a case; who views it, which and why is recorded first.',
        success: {
          status: 200,
          description: 'A URL that opens the image for some seconds.',
          schema: imageView,
        },
        problems: ['not_found'],
      },
    },
  },
  // apart from the cases: a backend reaches it, and a function that a backend reaches opens no image
  'liveness-labels-api': {
    environment: z.object({ ...route }),
    access: { control: [QUERY] },
    routes: {
      'list-liveness-labels': {
        method: 'GET',
        path: '/liveness-labels',
        scopes: readerOfReports,
        role: 'viewer',
        audit: { action: 'liveness_label.list' },
        idempotent: false,

        summary: 'List the labels of sampled liveness checks, the newest sample first.',
        query: listLivenessLabelsQuery,
        success: { status: 200, description: 'One page of labels.', schema: livenessLabelPage },
        problems: [],
      },
    },
  },
  'open-review-cases': {
    environment: z.object({ ...serviceEnv, ...control, ...sessions, ...policies, ...reviewing }),
    access: { control: [GET, PUT, QUERY], sessions: [GET] },
  },
  'sample-liveness-checks': {
    environment: z.object({ ...serviceEnv, ...control, ...sessions, ...policies, ...reviewing }),
    access: { control: [GET, PUT, QUERY], sessions: [GET, QUERY] },
  },
  'watch-review-cases': {
    environment: z.object({ ...serviceEnv, ...control, ...sessions, ...policies, ...reviewing }),
    access: { control: [GET, QUERY, PUT, DELETE], sessions: [GET, QUERY] },
  },
} as const satisfies FunctionDefinitions;
