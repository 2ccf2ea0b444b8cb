import * as z from 'zod';
import { ID_PREFIXES } from '../kernel/identifier.ts';
import { pageQuery } from '../kernel/page.ts';
import { reviewCase } from './domain/review-case.ts';

export const listReviewCasesQuery = z.strictObject({
  ...pageQuery(ID_PREFIXES.reviewCase),
});

const reviewCaseView = reviewCase.omit({ tenant: true }).meta({ id: 'ReviewCase' });

export const reviewCasePage = z
  .object({ data: z.array(reviewCaseView), has_more: z.boolean(), next_cursor: z.string().nullable() })
  .meta({ id: 'ReviewCasePage' });
