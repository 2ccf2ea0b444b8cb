import * as z from 'zod/mini';
import { QUERY } from '../platform/access.ts';
import { control, route } from '../platform/environment.ts';
import type { FunctionDefinitions } from '../platform/function-definition.ts';
import { operator } from '../platform/route.ts';
import { listReviewCasesQuery, reviewCasePage } from './contract.ts';

export const REVIEW_CASES_FUNCTIONS = {
  'review-cases-api': {
    environment: z.object({ ...route, ...control }),
    access: { control: [QUERY] },
    routes: {
      'list-review-cases': {
        method: 'GET',
        path: '/review-cases',
        scopes: operator,
        role: 'viewer',
        audit: { action: 'review_case.list' },
        idempotent: false,

        summary: 'List the cases that wait for a person, newest first.',
        query: listReviewCasesQuery,
        success: { status: 200, description: 'One page of cases.', schema: reviewCasePage },
        problems: [],
      },
    },
  },
} as const satisfies FunctionDefinitions;
