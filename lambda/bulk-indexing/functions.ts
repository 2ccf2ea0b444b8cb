import * as z from 'zod/mini';
import {
  CHECK,
  DELETE,
  DELETE_IMAGE,
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
  consentTexts,
  control,
  enrolled,
  evidence,
  faceDeletions,
  mapping,
  rates,
  route,
  second,
  serviceEnv,
  stagePolicy,
  subjectHashing,
} from '../platform/environment.ts';
import type { FunctionDefinitions } from '../platform/function-definition.ts';
import { operator } from '../platform/route.ts';
import {
  createIndexJobRequest,
  indexJobAction,
  indexJobPage,
  indexJobView,
  listIndexJobsQuery,
  newIndexJobView,
} from './contract.ts';

export const BULK_INDEXING_FUNCTIONS = {
  'index-jobs-api': {
    environment: z.object({
      ...route,
      ...control,
      ...evidence,
      ...stagePolicy,
      ...consentTexts,
      EVIDENCE_KEY_ARN: z.string().check(z.minLength(1)),
      INDEX_STATE_MACHINE_ARN: z.string().check(z.minLength(1)),
    }),
    access: {
      control: [...IDEMPOTENCY, QUERY],
      importList: true,
      // forms and links carry the permissions of the role that signed them
      evidence: ['s3:GetObject', 's3:PutObject', LIST_OBJECTS],
    },
    routes: {
      'create-index-job': {
        method: 'POST',
        path: '/index-jobs',
        scopes: operator,
        role: 'administrator',
        audit: { action: 'index_job.create' },
        idempotent: true,

        summary: 'Create an index job and get the upload forms for its manifest and images.',
        body: createIndexJobRequest,
        success: {
          status: 201,
          description: 'The job was created and waits for its manifest.',
          schema: newIndexJobView,
        },
        problems: ['consent_text_unknown'],
      },
      'list-index-jobs': {
        method: 'GET',
        path: '/index-jobs',
        scopes: operator,
        role: 'viewer',
        audit: 'nothing_personal',
        idempotent: false,

        summary: 'List index jobs, newest first.',
        query: listIndexJobsQuery,
        success: { status: 200, description: 'One page of jobs.', schema: indexJobPage },
        problems: [],
      },
      'get-index-job': {
        method: 'GET',
        path: '/index-jobs/{id}',
        scopes: operator,
        role: 'viewer',
        audit: { action: 'index_job.read' },
        idempotent: false,

        summary: 'Get an index job: progress, cost and estimated time of completion.',
        success: {
          status: 200,
          description: 'The job, with a link to its outcomes once it has ended.',
          schema: indexJobView,
        },
        problems: ['not_found'],
      },
      'change-index-job': {
        method: 'POST',
        path: '/index-jobs/{id}/{action}',
        scopes: operator,
        role: 'administrator',
        audit: { action: 'index_job.{action}' },
        idempotent: true,

        summary: 'Start, pause, resume or cancel an index job.',
        actions: indexJobAction,
        success: { status: 200, description: 'The job after the change.', schema: indexJobView },
        problems: ['not_found', 'invalid_state'],
      },
    },
  },
  'index-batch': {
    environment: z.object({
      ...serviceEnv,
      ...mapping,
      ...control,
      ...evidence,
      ...enrolled,
      ...stagePolicy,
      ...collections,
      ...rates,
      ...faceDeletions,
      FAILED_ITEMS_QUEUE_URL: z.string().check(z.minLength(1)),
      ...second,
      ...subjectHashing,
    }),
    access: {
      subjectHash: true,
      limiter: true,
      faceMapping: [PUT, QUERY],
      control: [GET, PUT, UPDATE, DELETE, CHECK, QUERY],
      evidence: [...READ_IMAGE, 's3:PutObject', LIST_OBJECTS],
      importList: true,
      imports: true,
      // a row that adds to a user is compared with what they have enrolled; a refused one leaves no image
      enrolled: [...DELETE_IMAGE, 's3:PutObject'],
      stateless: ['rekognition:DetectFaces', 'rekognition:CompareFaces'],
      collections: ['rekognition:IndexFaces', 'rekognition:DeleteFaces', 'rekognition:SearchFacesByImage'],
    },
  },
  // reads no outcomes: a job ends by its row alone
  'end-index-job': {
    environment: z.object({ ...serviceEnv, ...control }),
    access: { control: [GET, UPDATE] },
  },
  'end-interrupted-index-job': {
    environment: z.object({ ...serviceEnv, ...control }),
    access: { control: [GET, UPDATE] },
  },
  'merge-outcomes': {
    environment: z.object({ ...serviceEnv, ...control, ...evidence }),
    access: {
      control: [GET, UPDATE, QUERY],
      evidence: ['s3:GetObject', 's3:PutObject', 's3:ListMultipartUploadParts', LIST_OBJECTS],
    },
  },
} as const satisfies FunctionDefinitions;
