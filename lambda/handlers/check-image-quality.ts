import { createDynamoSessionStore } from '../adapters/dynamo-session-store.ts';
import { createS3ImageStore } from '../adapters/s3-image-store.ts';
import { sharpImageEditor } from '../adapters/sharp-image-editor.ts';
import { checkImageQualityInput, checkImageQualityOutput } from '../contract/registration-workflow.ts';
import { documentClient } from '../runtime/clients/dynamo.ts';
import { s3Client } from '../runtime/clients/s3.ts';
import { openFaceAnalysis } from '../runtime/face-analysis.ts';
import { log } from '../runtime/logger.ts';
import { emitMetric } from '../runtime/metrics.ts';
import { parsePolicy, readEnv } from '../runtime/settings.ts';
import { systemClock } from '../runtime/system.ts';
import { taskHandler } from '../runtime/task-handler.ts';
import { checkImageQuality } from '../use-cases/check-image-quality.ts';

const env = readEnv('check-image-quality');
const dependencies = {
  sessions: createDynamoSessionStore(documentClient, env.SESSIONS_TABLE),
  images: createS3ImageStore(s3Client, env.EVIDENCE_BUCKET),
  faces: openFaceAnalysis(env),
  editor: sharpImageEditor,
  policy: parsePolicy(env.VERIFICATION_POLICY),
  clock: systemClock,
  emit: emitMetric,
};

export const handler = taskHandler(
  'check-image-quality',
  checkImageQualityInput,
  checkImageQualityOutput,
  (input) => checkImageQuality(input, dependencies),
  log,
);
