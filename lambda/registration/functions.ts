import * as z from 'zod/mini';
import {
  CHECK,
  DELETE,
  GET,
  IDEMPOTENCY,
  LIST_OBJECTS,
  PUT,
  QUERY,
  READ_IMAGE,
  SEARCH,
  UPDATE,
} from '../platform/access.ts';
import {
  api,
  collections,
  control,
  enrolled,
  evidence,
  faceDeletions,
  generations,
  lateChecks,
  mapping,
  policy,
  rates,
  registrations,
  replicating,
  second,
  serviceEnv,
  sessions,
  shadowReads,
  stateless,
  userVectors,
} from '../platform/environment.ts';
import type { FunctionDefinitions } from '../platform/function-definition.ts';
import { everyone } from '../platform/route.ts';
import { clientView } from '../sessions/domain/client-view.ts';

export const REGISTRATION_FUNCTIONS = {
  'registrations-api': {
    environment: z.object({
      ...api,
      ...evidence,
      ...policy,
      ...mapping,
      ...enrolled,
      ...collections,
      ...shadowReads,
      ...replicating,
      ...stateless,
      ...registrations,
    }),
    access: {
      sessions: [GET, PUT, UPDATE],
      control: [...IDEMPOTENCY, QUERY],
      // a document that a reviewer judges is kept where no upload form reaches it
      evidence: [...READ_IMAGE, LIST_OBJECTS, 's3:PutObject'],
      // an authentication or a step-up is decided at once: quality, then the user's own faces
      faceMapping: [QUERY],
      enrolled: ['s3:GetObject'],
      stateless: ['rekognition:DetectFaces', 'rekognition:CompareFaces'],
      collections: [...SEARCH],
      replicas: ['rekognition:SearchFacesByImage'],
    },
    routes: {
      'submit-verification-session': {
        method: 'POST',
        path: '/verification-sessions/{id}/submit',
        scopes: everyone,
        role: 'administrator',
        audit: { action: 'session.submit' },
        idempotent: true,

        summary: 'Submit a session for a decision, or again to resume one that shows `resumable_until`.',
        success: {
          status: 202,
          description:
            'Accepted. A registration is being decided, so poll the session; an authentication or a step-up is already decided. A session that was submitted before is returned as it is.',
          schema: clientView,
        },
        problems: [
          'not_found',
          'invalid_state',
          'session_expired',
          'requirements_missing',
          'liveness_locked_out',
          'liveness_blocked',
          'generation_changed',
        ],
      },
    },
  },
  'start-resumed-registration': {
    environment: z.object({ ...serviceEnv, ...sessions, ...registrations }),
    access: { sessions: [GET] },
  },
  'check-image-quality': {
    environment: z.object({
      ...serviceEnv,
      ...sessions,
      ...evidence,
      ...policy,
      ...stateless,
      ...control,
      ...rates,
    }),
    access: {
      interactiveRate: true,
      sessions: [GET, UPDATE],
      evidence: [...READ_IMAGE, 's3:PutObject'],
      stateless: ['rekognition:DetectFaces'],
    },
  },
  'compare-faces': {
    environment: z.object({
      ...serviceEnv,
      ...sessions,
      ...evidence,
      ...policy,
      ...stateless,
      ...control,
      ...rates,
    }),
    access: {
      interactiveRate: true,
      sessions: [GET],
      evidence: [...READ_IMAGE, 's3:PutObject'],
      stateless: ['rekognition:CompareFaces'],
    },
  },
  'search-duplicate-faces': {
    environment: z.object({
      ...serviceEnv,
      ...sessions,
      ...mapping,
      ...control,
      ...evidence,
      ...policy,
      ...collections,
      ...shadowReads,
      ...replicating,
      ...rates,
    }),
    access: {
      interactiveRate: true,
      sessions: [UPDATE],
      control: [GET, UPDATE, QUERY],
      evidence: [...READ_IMAGE],
      collections: [...SEARCH],
      replicas: ['rekognition:SearchFacesByImage'],
    },
  },
  'claim-enrollment': {
    environment: z.object({ ...serviceEnv, ...sessions, ...mapping, ...control, ...policy, ...collections }),
    access: { sessions: [UPDATE], control: [GET, PUT, UPDATE, DELETE] },
  },
  'index-face': {
    environment: z.object({
      ...serviceEnv,
      ...sessions,
      ...control,
      ...evidence,
      ...policy,
      ...collections,
      ...rates,
      ...second,
    }),
    access: {
      interactiveRate: true,
      sessions: [GET, UPDATE],
      control: [GET, PUT, UPDATE, DELETE],
      evidence: [...READ_IMAGE],
      collections: ['rekognition:IndexFaces', 'rekognition:DeleteFaces', 'rekognition:SearchFacesByImage'],
    },
  },
  'decide-registration': {
    environment: z.object({
      ...serviceEnv,
      ...sessions,
      ...mapping,
      ...control,
      ...evidence,
      ...enrolled,
      ...policy,
      ...generations,
      ...userVectors,
      ...lateChecks,
      ...replicating,
      ...faceDeletions,
    }),
    access: {
      sessions: [GET, PUT, UPDATE],
      faceMapping: [PUT],
      control: [GET, PUT, UPDATE, DELETE, CHECK],
      evidence: [...READ_IMAGE],
      enrolled: ['s3:PutObject'],
    },
  },
  'sweep-sessions': {
    environment: z.object({
      ...serviceEnv,
      ...sessions,
      ...control,
      ...policy,
      ...registrations,
      ...faceDeletions,
    }),
    access: {
      sessions: [GET, UPDATE, QUERY, PUT],
      control: [GET, PUT, UPDATE, DELETE, QUERY],
    },
  },
  'undo-interrupted-registration': {
    environment: z.object({ ...serviceEnv, ...sessions, ...control, ...faceDeletions }),
    access: {
      sessions: [GET, UPDATE, PUT],
      control: [GET, PUT, UPDATE, DELETE],
    },
  },
} as const satisfies FunctionDefinitions;
