import { documentClient } from '../platform/clients/dynamo.ts';
import { createDynamoGenerationRegistry } from './adapters/dynamo-generation-registry.ts';
import { readGenerations } from './adapters/generations-file.ts';

interface GenerationSettings {
  readonly CONTROL_TABLE: string;
  readonly GENERATIONS_FILE: string;
}

export const openGenerations = (settings: GenerationSettings) =>
  createDynamoGenerationRegistry(documentClient, settings.CONTROL_TABLE, readGenerations(settings));
