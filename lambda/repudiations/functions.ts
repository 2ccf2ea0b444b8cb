import * as z from 'zod/mini';
import { GET, IDEMPOTENCY, PUT, QUERY } from '../platform/access.ts';
import {
  api,
  callLimits,
  control,
  mapping,
  open,
  origins,
  policies,
  reviewing,
  sessions,
} from '../platform/environment.ts';
import type { FunctionDefinitions } from '../platform/function-definition.ts';
import { deleterOfFaces, operator } from '../platform/route.ts';
import { repudiateByLinkRequest, repudiationLinkView, repudiationView } from './contract.ts';

export const REPUDIATIONS_FUNCTIONS = {
  'repudiations-api': {
    environment: z.object({ ...api, ...mapping, ...policies, ...reviewing }),
    access: { sessions: [GET], faceMapping: [QUERY], control: [...IDEMPOTENCY, QUERY] },
    routes: {
      'create-repudiation-link': {
        method: 'POST',
        path: '/users/{user_id}/repudiation-links',
        scopes: deleterOfFaces,
        role: 'administrator',
        audit: { action: 'repudiation_link.create' },
        idempotent: true,

        summary: 'Create a link for the notice of an enrollment, by which its person can deny it.',
        success: { status: 201, description: 'The link.', schema: repudiationLinkView },
        problems: ['invalid_state'],
      },
      'repudiate-enrollment': {
        method: 'POST',
        path: '/users/{user_id}/repudiations',
        scopes: deleterOfFaces,
        role: 'reviewer',
        audit: { action: 'user.freeze', reasonRequired: true },
        idempotent: true,

        summary: 'Freeze a user whose person says that they did not enroll.',
        success: { status: 200, description: 'The user is frozen.', schema: repudiationView },
        problems: [],
      },
      'release-user': {
        method: 'POST',
        path: '/users/{user_id}/release',
        scopes: operator,
        role: 'administrator',
        audit: { action: 'user.release', reasonRequired: true },
        idempotent: true,

        summary: 'Release a frozen user.',
        success: { status: 204, description: 'The user is not frozen.' },
        problems: [],
      },
    },
  },
  'repudiation-links-api': {
    environment: z.object({
      ...open,
      ...origins,
      ...callLimits,
      ...sessions,
      ...control,
      ...mapping,
      ...policies,
      ...reviewing,
    }),
    access: { callers: true, sessions: [GET], faceMapping: [QUERY], control: [GET, PUT, QUERY] },
    openRoutes: {
      'repudiate-by-link': {
        method: 'POST',
        path: '/repudiations',
        summary: 'Deny an enrollment by the token of its notice, once.',
        body: repudiateByLinkRequest,
        success: { status: 200, description: 'The user is frozen.', schema: repudiationView },
        problems: ['repudiation_link_invalid'],
      },
    },
  },
} as const satisfies FunctionDefinitions;
