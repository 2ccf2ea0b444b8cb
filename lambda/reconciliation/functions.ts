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
  UPDATE,
} from '../platform/access.ts';
import {
  collections,
  control,
  enrolled,
  generations,
  mapping,
  rates,
  reconciliations,
  reconciling,
  replicating,
  route,
  second,
  serviceEnv,
  subjectHashing,
} from '../platform/environment.ts';
import type { FunctionDefinitions } from '../platform/function-definition.ts';
import { operator } from '../platform/route.ts';
import {
  createReconciliationRequest,
  listReconciliationsQuery,
  reconciliationPage,
  reconciliationView,
} from './contract.ts';

export const RECONCILIATION_FUNCTIONS = {
  'reconciliations-api': {
    environment: z.object({ ...route, ...control, ...collections, ...reconciliations, ...replicating }),
    access: { control: [...IDEMPOTENCY, QUERY] },
    routes: {
      'create-reconciliation': {
        method: 'POST',
        path: '/reconciliations',
        scopes: operator,
        role: 'administrator',
        audit: { action: 'reconciliation.create' },
        idempotent: true,

        summary:
          'Start a reconciliation: compare the collections with the face mapping and repair mismatches according to policy.',
        body: createReconciliationRequest,
        success: {
          status: 202,
          description: 'Started; poll until it ends.',
          schema: reconciliationView,
        },
        problems: ['invalid_state'],
      },
      'list-reconciliations': {
        method: 'GET',
        path: '/reconciliations',
        scopes: operator,
        role: 'viewer',
        audit: 'nothing_personal',
        idempotent: false,

        summary: 'List reconciliations, newest first.',
        query: listReconciliationsQuery,
        success: { status: 200, description: 'One page of reconciliations.', schema: reconciliationPage },
        problems: [],
      },
      'get-reconciliation': {
        method: 'GET',
        path: '/reconciliations/{id}',
        scopes: operator,
        role: 'viewer',
        audit: { action: 'reconciliation.read' },
        idempotent: false,

        summary: 'Get a reconciliation: findings and repairs.',
        success: { status: 200, description: 'The reconciliation.', schema: reconciliationView },
        problems: ['not_found'],
      },
    },
  },
  'reconcile-collection': {
    environment: z.object({
      ...serviceEnv,
      ...mapping,
      ...control,
      ...enrolled,
      ...generations,
      ...rates,
      ...reconciling,
      ...replicating,
      ...subjectHashing,
    }),
    access: {
      subjectHash: true,
      limiter: true,
      faceMapping: [GET, QUERY, PUT, DELETE],
      control: [GET, PUT, UPDATE, DELETE, CHECK, QUERY],
      replicas: ['rekognition:DescribeCollection', 'rekognition:ListFaces', 'rekognition:DeleteFaces'],
      enrolled: [...READ_IMAGE, LIST_OBJECTS],
      collections: [
        'rekognition:DescribeCollection',
        'rekognition:ListFaces',
        'rekognition:IndexFaces',
        'rekognition:DeleteFaces',
        'rekognition:DisassociateFaces',
      ],
    },
  },
  'end-reconciliation': {
    environment: z.object({ ...serviceEnv, ...control, ...replicating }),
    access: { control: [UPDATE, DELETE, PUT, QUERY] },
  },
  'start-reconciliations': {
    environment: z.object({
      ...serviceEnv,
      ...second,
      ...control,
      ...collections,
      ...reconciliations,
    }),
    access: { control: [GET, PUT, QUERY] },
  },
} as const satisfies FunctionDefinitions;
