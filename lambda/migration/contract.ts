import * as z from 'zod/mini';
import { missingReason } from '../enrollment/domain/missing-reason.ts';
import { imageReference } from '../images/domain/image-reference.ts';
import { billableCalls } from '../kernel/billing.ts';
import { ID_PREFIXES } from '../kernel/identifier.ts';
import { pageQuery } from '../kernel/page.ts';
import { percent } from '../kernel/percent.ts';
import { GENERATION_STATES } from './domain/generation-state.ts';
import {
  cutOverObstacle,
  MIGRATION_ACTIONS,
  type MigrationAction,
  migrationCounts,
  migrationStatus,
} from './domain/migration.ts';
import { comparedSearch, shadowReadKind, shadowReadReport } from './domain/shadow-read.ts';

/** Migrations: the API's requests and responses, and the payloads of their state machine. */

/** Policy for comparing two generations before one replaces the other. */
export const shadowReadPolicy = z.strictObject({
  /** Percentage of searches that are repeated in the new generation, each billed like the first. */
  share_percent: z.number().check(z.minimum(0), z.maximum(100)),
  /** Minimum number of comparisons; with fewer, a cut-over is not refused. */
  min_comparisons: z.int().check(z.minimum(1)),
  /** Minimum agreement; below it a cut-over is refused unless the operator accepts it. */
  min_agreement_percent: percent,
});
export type ShadowReadPolicy = z.infer<typeof shadowReadPolicy>;

/** A message of the queue of shadow reads. */
export const shadowReadMessage = z.object({
  tenant: z.string().check(z.minLength(1)),
  session_id: z.string().check(z.minLength(1)),
  search: comparedSearch,
  image: imageReference,
});

export const createMigrationRequest = z
  .strictObject({
    to: z
      .string()
      .check(
        z.minLength(1),
        z.maxLength(16),
        z.describe('Name of the target generation in the configuration.'),
      ),
  })
  .register(z.globalRegistry, { id: 'CreateMigration' });
export type CreateMigrationRequest = z.infer<typeof createMigrationRequest>;

export const changeMigrationRequest = z
  .strictObject({
    accept_missing: z
      ._default(z.boolean(), false)
      .check(
        z.describe(
          'For cut-over and roll-back: proceed although some images have no face in the other generation.',
        ),
      ),
    accept_disagreement: z
      ._default(z.boolean(), false)
      .check(
        z.describe('For cut-over: proceed although the two generations agree less often than required.'),
      ),
  })
  .register(z.globalRegistry, { id: 'ChangeMigration' });
export type ChangeMigrationRequest = z.infer<typeof changeMigrationRequest>;

export const migrationView = z
  .object({
    id: z.string(),
    status: migrationStatus,
    from: z.string(),
    to: z.string(),
    created_at: z.iso.datetime(),
    total: z.int().check(z.describe('Number of faces in the old generation when the migration began.')),
    pass: z
      .int()
      .check(
        z.describe(
          'Number of the current pass over the old generation; the last pass finds nothing left to move.',
        ),
      ),
    counts: migrationCounts.check(z.describe('Counts of the current pass.')),
    done: z
      .int()
      .check(
        z.describe('Faces processed in the current phase, or in the last pass when no work is running.'),
      ),
    faces_per_second: z.optional(z.number()).check(z.describe('Throughput of the current phase.')),
    eta_seconds: z
      .optional(z.int())
      .check(z.describe('Estimated seconds until the current phase ends at this throughput.')),
    missing: z
      .optional(z.int())
      .check(
        z.describe(
          'Number of images without a face in the new generation, including registrations since the migration began.',
        ),
      ),
    failures: z
      .optional(z.array(z.object({ user_id: z.string(), image_id: z.string(), reason: missingReason })))
      .check(z.describe('The first 100 missing images.')),
    shadow_read: z
      .optional(
        z.extend(shadowReadReport, {
          cost_usd: z
            .number()
            .check(z.describe('Cost of the comparison searches; not part of the cost of the migration.')),
          disagreements: z
            .array(
              z.object({
                session_id: z.string(),
                search: comparedSearch,
                kind: shadowReadKind,
                compared_at: z.iso.datetime(),
              }),
            )
            .check(z.describe('The first 100 disagreements; the report of each session shows its decision.')),
        }),
      )
      .check(
        z.describe(
          'Shadow reads since the current pass began: searches of real sessions that ran against both generations.',
        ),
      ),
    cut_over_obstacles: z
      .optional(z.array(cutOverObstacle))
      .check(
        z.describe('Why a cut-over would currently be refused; each obstacle can be accepted explicitly.'),
      ),
    billable_calls: billableCalls,
    cost_usd: z.number(),
    estimated_cost_usd: z.number(),
  })
  .register(z.globalRegistry, { id: 'Migration' });
export type MigrationView = z.infer<typeof migrationView>;

export const migrationPage = z
  .object({ data: z.array(migrationView), has_more: z.boolean(), next_cursor: z.nullable(z.string()) })
  .register(z.globalRegistry, { id: 'MigrationPage' });

export const listMigrationsQuery = z.strictObject({
  ...pageQuery(ID_PREFIXES.migration),
});

/** Fill of a collection, measured for this response. */
const measuredFill = {
  faces: z
    .optional(z.int())
    .check(z.describe('Number of face vectors; absent if the collection is not there.')),
  users: z.optional(z.int()).check(z.describe('Number of user vectors.')),
  fill_percent: z
    .optional(z.number())
    .check(z.describe('Share of the limit that is used, of faces or of user vectors, whichever is higher.')),
  face_model_version: z.optional(z.string()),
};

export const collectionView = z
  .object({
    id: z.string().check(z.describe('Name of the collection, as findings of reconciliations have it.')),
    generation: z.string(),
    state: z
      .enum(GENERATION_STATES)
      .check(
        z.describe(
          '`active` is read and written; `filling` is also written, by a migration; `previous` is still written after a cut-over, for a roll-back; `emptying` is being emptied; `retired` was used before; `unused` was not used yet.',
        ),
      ),
    list_id: z
      .optional(z.string())
      .check(z.describe('Watchlist whose faces it holds; absent for the faces of users.')),
    shard: z.int().check(z.minimum(0)),
    shards: z.int().check(z.minimum(1), z.describe('Number of shards that the generation has.')),
    shard_key: z.object({
      kind: z.enum(['hash', 'last_digit', 'attribute']),
      attribute: z.optional(z.string()),
    }),
    vectors: z.enum(['face', 'user']).check(z.describe('What a search compares with.')),
    face_limit: z.int().check(z.describe('Maximum number of face vectors of a collection.')),
    ...measuredFill,
    second_region: z
      .optional(
        z.object({
          region: z.string(),
          complete: z
            .boolean()
            .check(
              z.describe('Whether it has every enrolled face of this collection, and so may answer for it.'),
            ),
          ...measuredFill,
        }),
      )
      .check(
        z.describe(
          'Its copy, in a deployment with a second region; without measures if that region did not answer.',
        ),
      ),
  })
  .register(z.globalRegistry, { id: 'Collection' });
export type CollectionView = z.infer<typeof collectionView>;

export const collectionPage = z
  .object({ data: z.array(collectionView), has_more: z.boolean(), next_cursor: z.nullable(z.string()) })
  .register(z.globalRegistry, { id: 'CollectionPage' });

/** Rekognition answers DescribeCollection five times per second by default, so a full page may take 10 s. */
const MAX_COLLECTIONS_PER_PAGE = 50;
/** `{prefix}.{tenant}.{generation}.{shard}`. */
const COLLECTION_ID_PATTERN = /^[\w-]+\.[\w-]+\.[\w-]+\.\d+$/;

export const listCollectionsQuery = z.strictObject({
  limit: z
    ._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(MAX_COLLECTIONS_PER_PAGE)), 20)
    .check(z.describe('Number of items per page. Each is measured by a call of Rekognition.')),
  cursor: z
    .optional(
      z
        .string()
        .check(z.regex(COLLECTION_ID_PATTERN, { error: 'must be the next_cursor of the previous page' })),
    )
    .check(z.describe('`next_cursor` of the previous page; omit it for the first page.')),
});
export type ListCollectionsQuery = z.infer<typeof listCollectionsQuery>;

/** `resume` only restarts the work after a fault that persisted over its retries. */
export const migrationAction = z.enum([
  ...(Object.keys(MIGRATION_ACTIONS) as [MigrationAction, ...MigrationAction[]]),
  'resume',
]);

/** Input of the execution. */
export const migrationInput = z.object({
  tenant: z.string().check(z.minLength(1)),
  migration_id: z.string().check(z.minLength(1)),
  /** Distinguishes the executions of one migration. */
  attempt: z.string().check(z.minLength(1)),
});
export type MigrationInput = z.infer<typeof migrationInput>;
/** Returns the name of an execution: one per attempt. */
export const migrationExecution = ({ migration_id, attempt }: MigrationInput): string =>
  `${migration_id}-${attempt}`;

export const migrateFacesOutput = z.object({ status: z.enum(['more', 'done']) });

export const parseShadowReadPolicy = (json: string): ShadowReadPolicy =>
  shadowReadPolicy.parse(JSON.parse(json));
