import type * as z from 'zod/mini';
import {
  type Generation,
  type Generations,
  galleriesIn,
  generationsOf,
  shardsOfGalleries,
} from '../collections/contract.ts';
import type { CollectionInventory } from '../collections/ports/collection-inventory.ts';
import type { GenerationRegistry } from '../collections/ports/generation-registry.ts';
import type { MissingImages } from '../enrollment/ports/missing-images.ts';
import type { Caller } from '../kernel/caller.ts';
import { ID_PREFIXES } from '../kernel/identifier.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import type { NewIdentifier } from '../kernel/ports/identifiers.ts';
import type { Workflow } from '../kernel/ports/workflow.ts';
import { invalidRequest, Problem } from '../kernel/problem.ts';
import type {
  ChangeMigrationRequest,
  CreateMigrationRequest,
  MigrationInput,
  migrationAction,
  ShadowReadPolicy,
} from './contract.ts';
import {
  cutOverObstacles,
  isAtWork,
  isOver,
  MIGRATION_ACTIONS,
  type Migration,
  NO_IMAGES,
} from './domain/migration.ts';
import { changeBy } from './domain/migration-event.ts';
import { reportOf } from './domain/shadow-read.ts';
import type { MigrationStore } from './ports/migration-store.ts';
import type { ShadowReadStore } from './ports/shadow-reads.ts';

export interface CreateMigrationDependencies {
  readonly migrations: Pick<MigrationStore, 'create' | 'list'>;
  readonly generations: GenerationRegistry;
  /** The configured generations. */
  readonly declared: Generations;
  readonly inventory: Pick<CollectionInventory, 'describe'>;
  readonly collectionPrefix: string;
  readonly workflow: Workflow<MigrationInput>;
  readonly clock: Clock;
  readonly newIdentifier: NewIdentifier;
  readonly emit: EmitMetric;
}

/**
 * Starts to move a tenant's faces to another generation:
 * from now on both are written, and the new one is filled.
 * @throws Problem `invalid_request` for an unknown generation, `invalid_state` while another migration runs
 */
export async function createMigration(
  caller: Caller,
  { to }: CreateMigrationRequest,
  dependencies: CreateMigrationDependencies,
): Promise<Migration> {
  const { migrations, generations, declared, workflow, clock, newIdentifier, emit } = dependencies;
  const { tenant } = caller;
  const known = generationsOf(declared, tenant);
  const target = known.find(({ generation }) => generation === to);
  if (!target) {
    const names = known.map(({ generation }) => generation);
    throw invalidRequest(
      'to',
      `generation "${to}" is not configured (configured: ${names.join(', ')}); add it and deploy first`,
    );
  }
  const state = await generations.get(tenant);
  if (state.active.generation === to)
    throw new Problem('invalid_state', `generation "${to}" is already active`);
  const [newest] = (await migrations.list(tenant, 1)).migrations;
  // also one whose old generation is being emptied: it may be the one to fill
  if (newest && !isOver(newest.status))
    throw new Problem(
      'invalid_state',
      `migration ${newest.id} is ${newest.status}; finish or cancel it first`,
    );
  await generations.keep(tenant, target);
  const id = newIdentifier(ID_PREFIXES.migration);
  const created_at = clock().toISOString();
  const migration: Migration = {
    tenant,
    id,
    from: state.active.generation,
    to,
    status: 'filling',
    created_at,
    work: { started_at: created_at, done: 0 },
    total: await countFaces(tenant, state.active, dependencies),
    pass: 1,
    position: { shard: 0 },
    counts: NO_IMAGES,
    calls: {},
  };
  if (!(await migrations.create(migration, state.revision)))
    throw new Problem('invalid_state', 'another migration was started concurrently; retry when it has ended');
  emit('MigrationChanged', 1, { Change: 'started' });
  await workflow.start({ tenant, migration_id: id, attempt: 'fill' });
  return migration;
}

/** Counts the faces of a generation, with those of the watchlists. */
async function countFaces(
  tenant: string,
  generation: Generation,
  { inventory, collectionPrefix, declared }: CreateMigrationDependencies,
): Promise<number> {
  let faces = 0;
  const galleries = galleriesIn(declared, tenant, generation);
  for (const { collectionId } of shardsOfGalleries(collectionPrefix, tenant, galleries))
    faces += (await inventory.describe(collectionId))?.faceCount ?? 0;
  return faces;
}

/** @throws Problem `not_found` */
export async function getMigration(
  caller: Caller,
  id: string,
  migrations: Pick<MigrationStore, 'get'>,
): Promise<Migration> {
  const migration = await migrations.get(caller.tenant, id);
  if (!migration) throw new Problem('not_found', `migration ${id} does not exist`);
  return migration;
}

export interface ChangeMigrationDependencies {
  readonly migrations: Pick<MigrationStore, 'get' | 'act'>;
  readonly generations: GenerationRegistry;
  readonly missing: Pick<MissingImages, 'count' | 'list'>;
  readonly shadowReads: Pick<ShadowReadStore, 'figures'>;
  readonly policy: ShadowReadPolicy;
  readonly workflow: Workflow<MigrationInput>;
  readonly clock: Clock;
  readonly newIdentifier: NewIdentifier;
  readonly emit: EmitMetric;
}

/**
 * Cuts over, rolls back, drains, cancels, or resumes a migration.
 * @throws Problem `not_found`, or `invalid_state` if its
 * status does not allow it or an obstacle is not accepted
 */
export async function changeMigration(
  caller: Caller,
  id: string,
  action: z.infer<typeof migrationAction>,
  accepted: ChangeMigrationRequest,
  dependencies: ChangeMigrationDependencies,
): Promise<Migration> {
  const { migrations, generations, workflow, clock, newIdentifier, emit } = dependencies;
  const migration = await getMigration(caller, id, migrations);
  if (action === 'resume') {
    if (!isAtWork(migration.status))
      throw new Problem(
        'invalid_state',
        `migration ${id} is ${migration.status}; there is nothing to resume`,
      );
    await workflow.start({ ...inputOf(migration), attempt: newIdentifier(ID_PREFIXES.migration) });
    return migration;
  }
  const { from, to } = MIGRATION_ACTIONS[action];
  if (!(from as readonly string[]).includes(migration.status))
    throw new Problem(
      'invalid_state',
      `migration ${id} is ${migration.status}; ${action} requires ${from.join(' or ')}`,
    );
  if (action === 'cut-over' || action === 'roll-back')
    await refuseObstacles(migration, action, accepted, dependencies);
  const { revision } = await generations.get(caller.tenant);
  if (!(await migrations.act(migration, action, revision, clock())))
    throw new Problem('invalid_state', `migration ${id} was changed concurrently; fetch it and retry`);
  const change = changeBy(action);
  if (change) emit('MigrationChanged', 1, { Change: change });
  if (isAtWork(to))
    await workflow.start({ ...inputOf(migration), attempt: newIdentifier(ID_PREFIXES.migration) });
  return getMigration(caller, id, migrations);
}

/** Maximum missing images that are read for their reasons. */
const MAX_LISTED_MISSING = 100;

/** Refuses an action while there are obstacles that the operator has not accepted. */
async function refuseObstacles(
  migration: Migration,
  action: 'cut-over' | 'roll-back',
  { accept_missing, accept_disagreement }: ChangeMigrationRequest,
  { missing, shadowReads, policy }: ChangeMigrationDependencies,
): Promise<void> {
  const { tenant, from, to } = migration;
  const generation = action === 'cut-over' ? to : from;
  const count = await missing.count(tenant, generation);
  const report = reportOf(await shadowReads.figures(migration));
  const obstacles = cutOverObstacles(count, report, policy);
  if (obstacles.includes('images_missing') && !accept_missing) {
    const listed = await missing.list(tenant, generation, MAX_LISTED_MISSING);
    const reasons = [...new Set(listed.map(({ reason }) => reason))].sort().join(', ');
    throw new Problem(
      'invalid_state',
      `${count} images could not be moved (${reasons}), so their users would no longer be found; fix them and recheck, or send accept_missing`,
    );
  }
  if (action === 'cut-over' && obstacles.includes('generations_disagree') && !accept_disagreement)
    throw new Problem(
      'invalid_state',
      `the generations agree in ${report.agreed} of ${report.compared} searches, but ${policy.min_agreement_percent} % is required; review the disagreements and recheck, or send accept_disagreement`,
    );
}

const inputOf = ({ tenant, id }: Migration) => ({ tenant, migration_id: id });
