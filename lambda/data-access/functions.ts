import * as z from 'zod/mini';
import { GET, QUERY } from '../platform/access.ts';
import { api, mapping, retention } from '../platform/environment.ts';
import type { FunctionDefinitions } from '../platform/function-definition.ts';
import { everyone } from '../platform/route.ts';
import { dataExportQuery, userDataExport } from './contract.ts';
import { decisionExplanation } from './domain/explanation.ts';

export const DATA_ACCESS_FUNCTIONS = {
  'data-access-api': {
    environment: z.object({ ...api, ...mapping, ...retention }),
    access: { sessions: [GET, QUERY], faceMapping: [QUERY], control: [GET, QUERY] },
    routes: {
      'export-user-data': {
        method: 'GET',
        path: '/users/{user_id}/data-export',
        scopes: ['self', 'operate', 'users'],
        role: 'administrator',
        audit: { action: 'user_data.export', reasonRequired: true },
        idempotent: false,

        summary: 'Export what is stored about a user.',
        query: dataExportQuery,
        success: { status: 200, description: 'The data, with one page of sessions.', schema: userDataExport },
        problems: [],
      },
      'explain-decision': {
        method: 'GET',
        path: '/verification-sessions/{id}/explanation',
        scopes: everyone,
        role: 'viewer',
        audit: { action: 'decision.explain' },
        idempotent: false,

        summary: 'Explain the decision of a session to its person.',
        success: { status: 200, description: 'The explanation.', schema: decisionExplanation },
        problems: ['not_found'],
      },
    },
  },
} as const satisfies FunctionDefinitions;
