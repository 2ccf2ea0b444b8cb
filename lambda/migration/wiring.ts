import { mappingTables } from '../enrollment/wiring.ts';
import { documentClient } from '../platform/clients/dynamo.ts';
import { sqsClient } from '../platform/clients/sqs.ts';
import { systemClock } from '../platform/system.ts';
import { createDynamoMigrationStore } from './adapters/dynamo-migration-store.ts';
import { createDynamoShadowReadStore } from './adapters/dynamo-shadow-read-store.ts';
import { createSqsShadowReadQueue } from './adapters/sqs-shadow-read-queue.ts';
import { parseShadowReadPolicy } from './contract.ts';

interface ShadowReadSettings {
  readonly SHADOW_READ_QUEUE_URL: string;
  readonly SHADOW_READ_POLICY: string;
}

/** Opens the requests for comparing a search with another generation. */
export const shadowReadRequests = ({ SHADOW_READ_QUEUE_URL, SHADOW_READ_POLICY }: ShadowReadSettings) => ({
  shadowReads: createSqsShadowReadQueue(sqsClient, SHADOW_READ_QUEUE_URL),
  shadowReadPolicy: parseShadowReadPolicy(SHADOW_READ_POLICY),
});

export const openShadowReads = ({ CONTROL_TABLE }: { readonly CONTROL_TABLE: string }) =>
  createDynamoShadowReadStore(documentClient, CONTROL_TABLE, systemClock);

export const openMigrations = (settings: Parameters<typeof mappingTables>[0]) =>
  createDynamoMigrationStore(documentClient, mappingTables(settings));
