import { log } from '../../platform/logger.ts';
import { readEnv } from '../../platform/read-env.ts';
import { taskHandler } from '../../platform/task-handler.ts';
import { indexBatchInput, indexBatchOutput } from '../contract.ts';
import { BULK_INDEXING_FUNCTIONS } from '../functions.ts';
import { indexBatch } from '../index-batch.ts';
import { indexBatchDependencies } from '../wiring/index-batch.ts';

const env = readEnv(BULK_INDEXING_FUNCTIONS, 'index-batch');
const dependencies = indexBatchDependencies(env);

export const handler = taskHandler(
  'index-batch',
  indexBatchInput,
  indexBatchOutput,
  (input) => indexBatch(input, dependencies),
  log,
);
