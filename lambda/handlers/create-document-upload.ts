import { createDynamoSessionStore } from '../adapters/dynamo-session-store.ts';
import { createS3DocumentUploads } from '../adapters/s3-document-upload.ts';
import { MAX_UPLOAD_BYTES } from '../domain/image-rules.ts';
import { documentClient, dynamoClient } from '../runtime/clients/dynamo.ts';
import { s3Client } from '../runtime/clients/s3.ts';
import { httpDependencies } from '../runtime/http-dependencies.ts';
import { httpHandler } from '../runtime/http-handler.ts';
import { createRunOnce } from '../runtime/idempotency.ts';
import { emitMetric } from '../runtime/metrics.ts';
import { readEnv } from '../runtime/settings.ts';
import { newIdentifier, systemClock } from '../runtime/system.ts';
import { createDocumentUpload } from '../use-cases/create-document-upload.ts';

/** Long enough to take a picture and send it over a slow network. */
const UPLOAD_LIFETIME_SECONDS = 300;

const env = readEnv('create-document-upload');
const dependencies = {
  sessions: createDynamoSessionStore(documentClient, env.SESSIONS_TABLE),
  clock: systemClock,
  newIdentifier,
  emit: emitMetric,
};
const uploads = createS3DocumentUploads(s3Client, env.EVIDENCE_BUCKET, env.EVIDENCE_KEY_ARN);

export const handler = httpHandler(
  'create-document-upload',
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
