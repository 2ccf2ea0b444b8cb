import * as z from 'zod';
import { cursor } from '../kernel/page.ts';
import { reviewCase } from './domain/review-case.ts';

export const listReviewCasesQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: cursor.optional(),
});

const reviewCaseView = reviewCase.omit({ tenant: true }).meta({ id: 'ReviewCase' });

export const reviewCasePage = z
  .object({ data: z.array(reviewCaseView), has_more: z.boolean(), next_cursor: z.string().nullable() })
  .meta({ id: 'ReviewCasePage' });
