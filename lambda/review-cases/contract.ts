import * as z from 'zod/mini';
import { ID_PREFIXES } from '../kernel/identifier.ts';
import { pageQuery } from '../kernel/page.ts';
import { reviewCase } from './domain/review-case.ts';

export const listReviewCasesQuery = z.strictObject({
  ...pageQuery(ID_PREFIXES.reviewCase),
});

const reviewCaseView = z.omit(reviewCase, { tenant: true }).register(z.globalRegistry, { id: 'ReviewCase' });

export const reviewCasePage = z
  .object({ data: z.array(reviewCaseView), has_more: z.boolean(), next_cursor: z.nullable(z.string()) })
  .register(z.globalRegistry, { id: 'ReviewCasePage' });
