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

/** Default address of the standalone local Rekognition. */
const REKOGNITION_ENDPOINT = 'http://127.0.0.1:4599';

/**
 * Reads from the SDK's own variables which endpoint replaces the local cloud; undefined if AWS_ENDPOINT_URL
 * is not set. AWS_ENDPOINT_URL_REKOGNITION is where functions reach this machine, if not at 127.0.0.1.
 * @throws InputError when the account's keys are missing, or an option is for the other kind of endpoint
 */
export function otherEndpointSettings(
  environment: Readonly<Record<string, string | undefined>>,
  { leaveOut, secondRegion }: StartOptions,
): OtherEndpointSettings | undefined {
  const endpoint = environment.AWS_ENDPOINT_URL?.replace(/\/+$/, '');
  if (!endpoint) {
    if (leaveOut.length > 0)
      throw new InputError('--leave-out requires another endpoint: set AWS_ENDPOINT_URL');
    return undefined;
  }
  if (secondRegion !== undefined)
    throw new InputError('--second-region works on the local cloud only: unset AWS_ENDPOINT_URL');
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = environment;
  if (!accessKeyId || !secretAccessKey)
    throw new InputError(
      `AWS_ENDPOINT_URL is ${endpoint}, so AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are required; most emulators accept any value, such as "test"`,
    );
  const sessionToken = environment.AWS_SESSION_TOKEN;
  return {
    endpoint,
    keys: { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) },
    rekognitionEndpoint: environment.AWS_ENDPOINT_URL_REKOGNITION || REKOGNITION_ENDPOINT,
    leaveOut,
  };
}
