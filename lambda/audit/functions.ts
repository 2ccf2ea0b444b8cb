import * as z from 'zod/mini';
import { GET, QUERY } from '../platform/access.ts';
import { route } from '../platform/environment.ts';
import type { FunctionDefinitions } from '../platform/function-definition.ts';
import { operator } from '../platform/route.ts';
import { auditEntryPage, listAuditEntriesQuery } from './contract.ts';

export const AUDIT_FUNCTIONS = {
  'audit-api': {
    environment: z.object({ ...route }),
    access: { audit: [QUERY, GET] },
    routes: {
      'list-audit-entries': {
        method: 'GET',
        path: '/audit-entries',
        scopes: operator,
        role: 'viewer',
        audit: { action: 'audit_entry.list' },
        idempotent: false,

        summary: 'List what operators read and changed, newest first.',
        query: listAuditEntriesQuery,
        success: { status: 200, description: 'One page of entries.', schema: auditEntryPage },
        problems: [],
      },
    },
  },
} as const satisfies FunctionDefinitions;
