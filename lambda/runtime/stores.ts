import { createDynamoEnrolmentStore } from '../adapters/dynamo-enrolment-store.ts';
import { createDynamoGenerationRegistry } from '../adapters/dynamo-generation-registry.ts';
import { createDynamoIndexJobStore } from '../adapters/dynamo-index-job-store.ts';
import { createDynamoMigrationStore } from '../adapters/dynamo-migration-store.ts';
import { createDynamoMissingImages } from '../adapters/dynamo-missing-images.ts';
import { createDynamoRateLimiter } from '../adapters/dynamo-rate-limiter.ts';
import { createDynamoReconciliationStore } from '../adapters/dynamo-reconciliation-store.ts';
import { createDynamoReplicationRequests } from '../adapters/dynamo-replication-requests.ts';
import { createDynamoShadowReadStore } from '../adapters/dynamo-shadow-read-store.ts';
import { createDynamoUserVectorRequests } from '../adapters/dynamo-user-vector-requests.ts';
import type { SecondRegion } from '../contract/replication.ts';
import { documentClient, ownDocumentClient } from './clients/dynamo.ts';
import { parseGenerations, parseQuotas } from './settings.ts';
import { systemClock } from './system.ts';

/** Settings of a function whose stores are opened here: each store needs those that its function names. */
interface ControlSettings {
  readonly CONTROL_TABLE: string;
}
interface GenerationSettings extends ControlSettings {
  readonly GENERATIONS: string;
}
interface MappingSettings extends ControlSettings {
  readonly FACE_MAPPING_TABLE: string;
  readonly SECOND_REGION?: string | undefined;
}
interface RateSettings extends ControlSettings {
  readonly RATE_LIMITS: string;
}

export const openEnrolments = ({ CONTROL_TABLE }: ControlSettings) =>
  createDynamoEnrolmentStore(documentClient, CONTROL_TABLE, systemClock);

export const openIndexJobs = ({ CONTROL_TABLE }: ControlSettings) =>
  createDynamoIndexJobStore(documentClient, CONTROL_TABLE, systemClock);

export const openReconciliations = ({ CONTROL_TABLE }: ControlSettings) =>
  createDynamoReconciliationStore(documentClient, CONTROL_TABLE, systemClock);

export const openMissingImages = ({ CONTROL_TABLE }: ControlSettings) =>
  createDynamoMissingImages(documentClient, CONTROL_TABLE, systemClock);

export const openShadowReads = ({ CONTROL_TABLE }: ControlSettings) =>
  createDynamoShadowReadStore(documentClient, CONTROL_TABLE, systemClock);

export const openUserVectorRequests = ({ CONTROL_TABLE }: ControlSettings) =>
  createDynamoUserVectorRequests(documentClient, CONTROL_TABLE, systemClock);

export const openGenerations = ({ CONTROL_TABLE, GENERATIONS }: GenerationSettings) =>
  createDynamoGenerationRegistry(documentClient, CONTROL_TABLE, parseGenerations(GENERATIONS));

/** The tables that a change of the mapping is written to, and whether a second region has to follow it. */
export const mappingTables = ({ CONTROL_TABLE, FACE_MAPPING_TABLE, SECOND_REGION }: MappingSettings) => ({
  control: CONTROL_TABLE,
  faceMapping: FACE_MAPPING_TABLE,
  replication: SECOND_REGION === undefined ? undefined : { clock: systemClock },
});

export const openMigrations = (settings: MappingSettings) =>
  createDynamoMigrationStore(documentClient, mappingTables(settings));

export const openReplicationRequests = (settings: MappingSettings) =>
  createDynamoReplicationRequests(documentClient, mappingTables(settings), systemClock);

/** The rate that all tenants share: its rows belong to none of them, so the function's own role reads them. */
export const openRateLimiter = ({ CONTROL_TABLE, RATE_LIMITS }: RateSettings) =>
  createDynamoRateLimiter(ownDocumentClient, CONTROL_TABLE, parseQuotas(RATE_LIMITS), systemClock);

/** The rate of the second region, which grants calls of its own. */
export const openSecondRateLimiter = ({ CONTROL_TABLE }: ControlSettings, { region, quotas }: SecondRegion) =>
  createDynamoRateLimiter(ownDocumentClient, CONTROL_TABLE, quotas, systemClock, region);
