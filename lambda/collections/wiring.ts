import { documentClient } from '../platform/clients/dynamo.ts';
import { createDynamoGenerationRegistry } from './adapters/dynamo-generation-registry.ts';
import { parseGenerations } from './contract.ts';

interface GenerationSettings {
  readonly CONTROL_TABLE: string;
  readonly GENERATIONS: string;
}

export const openGenerations = ({ CONTROL_TABLE, GENERATIONS }: GenerationSettings) =>
  createDynamoGenerationRegistry(documentClient, CONTROL_TABLE, parseGenerations(GENERATIONS));
