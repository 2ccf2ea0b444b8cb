import * as z from 'zod';
import { billableCalls } from '../domain/billing.ts';
import {
  MIGRATION_ACTIONS,
  type MigrationAction,
  migrationCounts,
  migrationStatus,
} from '../domain/migration.ts';

/** Migrations: requests and answers of the API, and what their state machine carries. */

export const createMigrationRequest = z
  .strictObject({ to: z.string().min(1).max(16).describe('Name of a generation of the configuration.') })
  .meta({ id: 'CreateMigration' });
export type CreateMigrationRequest = z.infer<typeof createMigrationRequest>;

export const changeMigrationRequest = z
  .strictObject({
    accept_missing: z
      .boolean()
      .default(false)
      .describe('For cut-over: whether to go on although some images could not be moved.'),
  })
  .meta({ id: 'ChangeMigration' });

export const migrationView = z
  .object({
    id: z.string(),
    status: migrationStatus,
    from: z.string(),
    to: z.string(),
    created_at: z.iso.datetime(),
    total: z.int().describe('Faces of the old generation when the migration began.'),
    pass: z.int().describe('Passes over the old generation; the last one finds everything in place.'),
    counts: migrationCounts.describe('Of the present pass.'),
    failures: z
      .array(z.object({ user_id: z.string(), image_id: z.string(), reason: z.string() }))
      .optional()
      .describe('The first hundred images that could not be moved.'),
    billable_calls: billableCalls,
    cost_usd: z.number(),
    estimated_cost_usd: z.number(),
  })
  .meta({ id: 'Migration' });
export type MigrationView = z.infer<typeof migrationView>;

export const migrationPage = z
  .object({ data: z.array(migrationView), has_more: z.boolean(), next_cursor: z.string().nullable() })
  .meta({ id: 'MigrationPage' });

export const listMigrationsQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z.string().max(64).optional(),
});

/** `resume` changes nothing but starts the work again after a fault that outlived its retries. */
export const migrationAction = z.enum([
  ...(Object.keys(MIGRATION_ACTIONS) as [MigrationAction, ...MigrationAction[]]),
  'resume',
]);

/** Input of the execution. */
export const migrationInput = z.object({
  tenant: z.string().min(1),
  migration_id: z.string().min(1),
  /** Tells executions of one migration apart. */
  attempt: z.string().min(1),
});
export type MigrationInput = z.infer<typeof migrationInput>;
/** Name of an execution: one for each attempt. */
export const migrationExecution = ({ migration_id, attempt }: MigrationInput): string =>
  `${migration_id}-${attempt}`;

export const migrateFacesOutput = z.object({ status: z.enum(['more', 'done']) });
