import { RekognitionClient, type RekognitionClientConfig } from '@aws-sdk/client-rekognition';
import { endWithRequest } from '../request-deadline.ts';
import { ofCurrentTenant } from '../tenant-clients.ts';
import { CLIENT_CONFIG } from './client-config.ts';

const clientWith = (config: RekognitionClientConfig) =>
  endWithRequest(new RekognitionClient({ ...CLIENT_CONFIG, ...config }));

/** One per process, so that warm invocations reuse its connections; tenants' clients share them. */
const ownClient = clientWith({});
const { requestHandler } = ownClient.config;

export const rekognitionClient = ofCurrentTenant(ownClient, (credentials) =>
  clientWith({ credentials, requestHandler }),
);

/**
 * For IndexFaces, which has no idempotency token: if the SDK retried an attempt that took effect without an
 * answer, the face would be indexed twice. The state machine retries instead and looks for leftover faces
 * first.
 */
export const singleAttemptRekognitionClient = ofCurrentTenant(
  clientWith({ maxAttempts: 1, requestHandler }),
  (credentials) => clientWith({ maxAttempts: 1, credentials, requestHandler }),
);
