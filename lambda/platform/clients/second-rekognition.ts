import { RekognitionClient } from '@aws-sdk/client-rekognition';
import { endWithRequest } from '../request-deadline.ts';
import { ofCurrentTenant } from '../tenant-clients.ts';
import { CLIENT_CONFIG } from './client-config.ts';

/**
 * Creates a client for another region with one attempt per call: callers fall back
 * to the first region or a queue. A tenant's credentials work in every region.
 */
export function rekognitionClientOf(region: string): RekognitionClient {
  const clientWith = (config: Partial<ConstructorParameters<typeof RekognitionClient>[0]>) =>
    endWithRequest(new RekognitionClient({ ...CLIENT_CONFIG, region, maxAttempts: 1, ...config }));
  const own = clientWith({});
  const { requestHandler } = own.config;
  return ofCurrentTenant(own, (credentials) => clientWith({ credentials, requestHandler }));
}
