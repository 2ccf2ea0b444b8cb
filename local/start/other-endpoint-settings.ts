import { InputError } from '../demo/photo.ts';
import type { AwsKeys } from './demo-accounts.ts';
import type { StartOptions } from './start-options.ts';

export interface OtherEndpointSettings {
  /** No trailing slash. */
  readonly endpoint: string;
  readonly keys: AwsKeys;
  readonly rekognitionEndpoint: string;
  readonly leaveOut: readonly string[];
}

/** Where the local Rekognition listens by itself, too. */
const REKOGNITION_ENDPOINT = 'http://127.0.0.1:4599';

/**
 * The SDK's own variables say which endpoint is used instead of the local cloud; nothing where AWS_ENDPOINT_URL is not
 * set. AWS_ENDPOINT_URL_REKOGNITION is where functions find this machine, if not at 127.0.0.1.
 * @throws InputError when the keys of the account are missing, or an option is of the other kind of endpoint
 */
export function otherEndpointSettings(
  environment: Readonly<Record<string, string | undefined>>,
  { leaveOut, secondRegion }: StartOptions,
): OtherEndpointSettings | undefined {
  const endpoint = environment.AWS_ENDPOINT_URL?.replace(/\/+$/, '');
  if (!endpoint) {
    if (leaveOut.length > 0)
      throw new InputError('--leave-out is for another endpoint: set AWS_ENDPOINT_URL');
    return undefined;
  }
  if (secondRegion !== undefined)
    throw new InputError('--second-region is for the local cloud: unset AWS_ENDPOINT_URL');
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = environment;
  if (!accessKeyId || !secretAccessKey)
    throw new InputError(
      `AWS_ENDPOINT_URL is ${endpoint}, so AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are needed; most emulators take any, such as "test" for both`,
    );
  const sessionToken = environment.AWS_SESSION_TOKEN;
  return {
    endpoint,
    keys: { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) },
    rekognitionEndpoint: environment.AWS_ENDPOINT_URL_REKOGNITION || REKOGNITION_ENDPOINT,
    leaveOut,
  };
}
