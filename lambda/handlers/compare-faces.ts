import { createDynamoSessionStore } from '../adapters/dynamo-session-store.ts';
import { createS3ImageStore } from '../adapters/s3-image-store.ts';
import { compareFacesInput, compareFacesOutput } from '../contract/registration-workflow.ts';
import { documentClient } from '../runtime/clients/dynamo.ts';
import { s3Client } from '../runtime/clients/s3.ts';
import { openFaceAnalysis } from '../runtime/face-analysis.ts';
import { log } from '../runtime/logger.ts';
import { emitMetric } from '../runtime/metrics.ts';
import { parsePolicy, readEnv } from '../runtime/settings.ts';
import { systemClock } from '../runtime/system.ts';
import { taskHandler } from '../runtime/task-handler.ts';
import { compareFaces } from '../use-cases/compare-faces.ts';

const env = readEnv('compare-faces');
const dependencies = {
  sessions: createDynamoSessionStore(documentClient, env.SESSIONS_TABLE),
  images: createS3ImageStore(s3Client, env.EVIDENCE_BUCKET),
  faces: openFaceAnalysis(env),
  policy: parsePolicy(env.VERIFICATION_POLICY),
  clock: systemClock,
  emit: emitMetric,
};

export const handler = taskHandler(
  'compare-faces',
  compareFacesInput,
  compareFacesOutput,
  (input) => compareFaces(input, dependencies),
  log,
);
