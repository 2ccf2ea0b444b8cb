import { RekognitionClient, type RekognitionClientConfig } from '@aws-sdk/client-rekognition';
import { ofCurrentTenant } from '../tenant-clients.ts';
import { tracer } from '../tracer.ts';
import { CLIENT_CONFIG } from './client-config.ts';

const clientWith = (config: RekognitionClientConfig) =>
  tracer.captureAWSv3Client(new RekognitionClient({ ...CLIENT_CONFIG, ...config }));

/** One a process, so that warm invocations reuse its connections; tenants' clients share them. */
const ownClient = clientWith({});
const { requestHandler } = ownClient.config;

export const rekognitionClient = ofCurrentTenant(ownClient, (credentials) =>
  clientWith({ credentials, requestHandler }),
);

/**
 * For IndexFaces, which has no token: an attempt that was carried out but not answered would, tried again by the SDK,
 * index the face a second time. The state machine tries again instead, and looks for what was left first.
 */
export const singleAttemptRekognitionClient = ofCurrentTenant(
  clientWith({ maxAttempts: 1, requestHandler }),
  (credentials) => clientWith({ maxAttempts: 1, credentials, requestHandler }),
);
