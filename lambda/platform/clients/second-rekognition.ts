import { RekognitionClient } from '@aws-sdk/client-rekognition';
import { ofCurrentTenant } from '../tenant-clients.ts';
import { tracer } from '../tracer.ts';
import { CLIENT_CONFIG } from './client-config.ts';

/**
 * A client of another region: one attempt a call, for whoever calls it has the first region, or a queue, to go back to.
 * A tenant's credentials are good in every region.
 */
export function rekognitionClientOf(region: string): RekognitionClient {
  const clientWith = (config: Partial<ConstructorParameters<typeof RekognitionClient>[0]>) =>
    tracer.captureAWSv3Client(new RekognitionClient({ ...CLIENT_CONFIG, region, maxAttempts: 1, ...config }));
  const own = clientWith({});
  const { requestHandler } = own.config;
  return ofCurrentTenant(own, (credentials) => clientWith({ credentials, requestHandler }));
}
