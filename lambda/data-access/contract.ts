import * as z from 'zod/mini';
import { ID_PREFIXES } from '../kernel/identifier.ts';
import { pageQuery } from '../kernel/page.ts';
import {
  category,
  exportedConsent,
  exportedFace,
  exportedImage,
  exportedSession,
} from './domain/data-export.ts';

export const dataExportQuery = z.strictObject(pageQuery(ID_PREFIXES.verificationSession));
export type DataExportQuery = z.infer<typeof dataExportQuery>;

/** Data about a user that are stored, page by page of the user's sessions. */
export const userDataExport = z
  .object({
    user_id: z.string(),
    exported_at: z.iso.datetime(),
    sessions: z.array(exportedSession).check(z.describe('One page of sessions, newest first.')),
    has_more: z.boolean(),
    next_cursor: z.nullable(z.string()),
    consents: z
      .array(exportedConsent)
      .check(z.describe('All receipts, newest first, withdrawn ones included.')),
    faces: z.array(exportedFace),
    pictures: z
      .array(exportedImage)
      .check(z.describe('Enrolled images, and those of the sessions on this page.')),
    lockout: z.object({
      state: z.enum(['open', 'timed_out', 'blocked']),
      locked_until: z.nullable(z.iso.datetime()),
    }),
    allowed_pairs: z
      .int()
      .check(
        z.minimum(0),
        z.describe('Number of other users of whom a person decided that they only look alike.'),
      ),
    last_interaction_at: z.optional(z.iso.datetime()),
    categories: z
      .array(category)
      .check(z.describe('Purposes and recipients of each category of data (GDPR, article 15(1)).')),
  })
  .register(z.globalRegistry, {
    id: 'UserDataExport',
    description:
      'What is stored about a user, without scores, thresholds, vectors and other people (GDPR, article 15).',
  });
export type UserDataExport = z.infer<typeof userDataExport>;
