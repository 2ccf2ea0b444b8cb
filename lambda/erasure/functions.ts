import * as z from 'zod/mini';
import { CHECK, DELETE, GET, LIST_VERSIONS, PUT, QUERY, READ_IMAGE, UPDATE } from '../platform/access.ts';
import {
  control,
  enrolled,
  erasing,
  evidence,
  generations,
  mapping,
  rates,
  replicating,
  route,
  serviceEnv,
  sessions,
  signing,
  subjectHashing,
  userVectors,
} from '../platform/environment.ts';
import type { FunctionDefinitions } from '../platform/function-definition.ts';
import { deleterOfFaces } from '../platform/route.ts';
import { erasurePage, erasureView, listErasuresQuery } from './contract.ts';

/** Actions of a function that begins erasures. */
const BEGIN = [GET, PUT] as const;

export const ERASURE_FUNCTIONS = {
  'erasures-api': {
    environment: z.object({ ...route, ...control, ...erasing, ...subjectHashing }),
    access: { subjectHash: true, control: [...BEGIN, QUERY] },
    routes: {
      'request-erasure': {
        method: 'POST',
        path: '/users/{user_id}/erasure-requests',
        scopes: deleterOfFaces,
        role: 'administrator',
        audit: { action: 'erasure.request', reasonRequired: true },
        // a user has one erasure that runs, which a repeated request answers with
        idempotent: false,

        summary: 'Erase all that is held of a user.',
        success: {
          status: 202,
          description: 'The erasure runs; repeated, the same one. Poll it until it is completed.',
          schema: erasureView,
        },
        problems: [],
      },
      'list-erasure-requests': {
        method: 'GET',
        path: '/users/{user_id}/erasure-requests',
        scopes: deleterOfFaces,
        role: 'viewer',
        audit: { action: 'erasure.list' },
        idempotent: false,

        summary: 'List the erasures of a user, newest first.',
        query: listErasuresQuery,
        success: { status: 200, description: 'One page of erasures.', schema: erasurePage },
        problems: [],
      },
      'get-erasure-request': {
        method: 'GET',
        path: '/users/{user_id}/erasure-requests/{request_id}',
        scopes: deleterOfFaces,
        role: 'viewer',
        audit: { action: 'erasure.read' },
        idempotent: false,

        summary: 'Get an erasure: its steps, what is not confirmed yet, and the receipt.',
        success: { status: 200, description: 'The erasure as it is now.', schema: erasureView },
        problems: ['not_found'],
      },
    },
  },
  'start-erasures': {
    environment: z.object({ ...serviceEnv, ...control, ...erasing, ...subjectHashing }),
    access: { subjectHash: true, control: BEGIN },
  },
  'run-erasure': {
    environment: z.object({
      ...serviceEnv,
      ...sessions,
      ...mapping,
      ...control,
      ...evidence,
      ...enrolled,
      ...generations,
      ...rates,
      ...userVectors,
      ...replicating,
      ...erasing,
      ...signing,
      ERASURE_SETTLE_SECONDS: z.coerce.number().check(z.int(), z.minimum(1)),
    }),
    access: {
      limiter: true,
      sessions: [GET, PUT, UPDATE, DELETE, QUERY],
      faceMapping: [QUERY, DELETE, CHECK],
      control: [GET, PUT, UPDATE, DELETE, QUERY],
      evidence: [...READ_IMAGE, 's3:DeleteObjectVersion', LIST_VERSIONS],
      enrolled: ['s3:DeleteObjectVersion', LIST_VERSIONS],
      collections: [
        'rekognition:SearchFacesByImage',
        'rekognition:DeleteFaces',
        'rekognition:DisassociateFaces',
        'rekognition:DeleteUser',
        'rekognition:ListFaces',
      ],
    },
  },
  'watch-erasures': {
    environment: z.object({ ...serviceEnv, ...control, ERASURE_QUEUE_URL: erasing.ERASURE_QUEUE_URL }),
    access: { control: [GET, PUT, QUERY] },
  },
} as const satisfies FunctionDefinitions;
