import { openReceipts } from '../../consents/wiring.ts';
import { createS3ImageStore } from '../../images/adapters/s3-image-store.ts';
import { sharpImageEditor } from '../../images/adapters/sharp-image-editor.ts';
import { openFaceAnalysis } from '../../images/wiring.ts';
import { documentClient } from '../../platform/clients/dynamo.ts';
import { s3Client } from '../../platform/clients/s3.ts';
import { log } from '../../platform/logger.ts';
import { emitMetric } from '../../platform/metrics.ts';
import { readEnv } from '../../platform/read-env.ts';
import { systemClock } from '../../platform/system.ts';
import { taskHandler } from '../../platform/task-handler.ts';
import { openPolicyOf } from '../../policies/wiring.ts';
import { openInteractivePermits } from '../../rate-limits/wiring.ts';
import { createDynamoSessionStore } from '../../sessions/adapters/dynamo-session-store.ts';
import { compareFaces } from '../compare-faces.ts';
import { compareFacesInput, compareFacesOutput } from '../contract.ts';
import { REGISTRATION_FUNCTIONS } from '../functions.ts';

const env = readEnv(REGISTRATION_FUNCTIONS, 'compare-faces');
const policyOf = openPolicyOf(env);
const dependencies = {
  receipts: openReceipts(env),
  sessions: createDynamoSessionStore(documentClient, env.SESSIONS_TABLE),
  images: createS3ImageStore(s3Client, env.EVIDENCE_BUCKET),
  faces: openFaceAnalysis(env.STATELESS_REGIONS, (longestWaitMs) =>
    openInteractivePermits(env, longestWaitMs),
  ),
  editor: sharpImageEditor,
  clock: systemClock,
  emit: emitMetric,
};

export const handler = taskHandler(
  'compare-faces',
  compareFacesInput,
  compareFacesOutput,
  async (input) => compareFaces(input, { ...dependencies, policy: await policyOf(input.registration) }),
  log,
);
