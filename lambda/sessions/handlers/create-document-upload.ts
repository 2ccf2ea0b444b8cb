import { MAX_UPLOAD_BYTES } from '../../images/domain/image-rules.ts';
import { documentClient, dynamoClient } from '../../platform/clients/dynamo.ts';
import { s3Client } from '../../platform/clients/s3.ts';
import { httpDependencies } from '../../platform/http-dependencies.ts';
import { httpHandler } from '../../platform/http-handler.ts';
import { createRunOnce } from '../../platform/idempotency.ts';
import { emitMetric } from '../../platform/metrics.ts';
import { readEnv } from '../../platform/read-env.ts';
import { newIdentifier, systemClock } from '../../platform/system.ts';
import { createDynamoSessionStore } from '../adapters/dynamo-session-store.ts';
import { createS3DocumentUploads } from '../adapters/s3-document-upload.ts';
import { createDocumentUpload } from '../create-document-upload.ts';
import { SESSIONS_FUNCTIONS } from '../functions.ts';

/** Long enough to take a picture and send it over a slow network. */
const UPLOAD_LIFETIME_SECONDS = 300;

const env = readEnv(SESSIONS_FUNCTIONS, 'create-document-upload');
const dependencies = {
  sessions: createDynamoSessionStore(documentClient, env.SESSIONS_TABLE),
  clock: systemClock,
  newIdentifier,
  emit: emitMetric,
};
const uploads = createS3DocumentUploads(s3Client, env.EVIDENCE_BUCKET, env.EVIDENCE_KEY_ARN);

export const handler = httpHandler(
  'create-document-upload',
  SESSIONS_FUNCTIONS['create-document-upload'].route,
  {
    execute: ({ caller, path }) => createDocumentUpload(caller, path('id'), dependencies),
    // signed for every answer, so that a repeated request gets a form that still works
    present: async ({ documentId, key }, { body }) => ({
      document_id: documentId,
      upload: await uploads.sign({
        key,
        contentType: body.content_type,
        maxBytes: MAX_UPLOAD_BYTES,
        lifetimeSeconds: UPLOAD_LIFETIME_SECONDS,
      }),
      max_bytes: MAX_UPLOAD_BYTES,
      expires_at: new Date(systemClock().getTime() + UPLOAD_LIFETIME_SECONDS * 1000).toISOString(),
    }),
  },
  { ...httpDependencies(env.ALLOWED_ORIGINS), runOnce: createRunOnce(dynamoClient, env.CONTROL_TABLE) },
);
