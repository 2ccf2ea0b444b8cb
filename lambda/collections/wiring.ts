import { documentClient } from '../platform/clients/dynamo.ts';
import { emitMetric } from '../platform/metrics.ts';
import { createDynamoGenerationRegistry } from './adapters/dynamo-generation-registry.ts';
import { createDynamoGenerationShapes } from './adapters/dynamo-generation-shapes.ts';
import { readGenerations } from './adapters/generations-file.ts';
import { checkedGenerations } from './checked-generations.ts';

interface GenerationSettings {
  readonly CONTROL_TABLE: string;
  readonly GENERATIONS_FILE: string;
}

export const openGenerations = (settings: GenerationSettings) =>
  checkedGenerations(openGenerationRoles(settings), openGenerationShapes(settings), emitMetric);

/** Opens the roles alone: a reconciliation compares what is written, also if the config has a wrong shape. */
export const openGenerationRoles = (settings: GenerationSettings) =>
  createDynamoGenerationRegistry(documentClient, settings.CONTROL_TABLE, readGenerations(settings));

export const openGenerationShapes = ({ CONTROL_TABLE }: Pick<GenerationSettings, 'CONTROL_TABLE'>) =>
  createDynamoGenerationShapes(documentClient, CONTROL_TABLE);
