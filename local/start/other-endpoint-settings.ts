import { parseArgs } from 'node:util';
import { InputError } from '../demo/photo.ts';
import type { AwsKeys } from './demo-accounts.ts';

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
 * @param words of the command line: `--leave-out AWS::CloudWatch::Alarm`, as often as needed
 * @throws InputError when the keys of the account are missing or the command line is not understood
 */
export function otherEndpointSettings(
  environment: Readonly<Record<string, string | undefined>>,
  words: readonly string[],
): OtherEndpointSettings | undefined {
  const leaveOut = readLeaveOut(words);
  const endpoint = environment.AWS_ENDPOINT_URL?.replace(/\/+$/, '');
  if (!endpoint) {
    if (leaveOut.length > 0)
      throw new InputError('--leave-out is for another endpoint: set AWS_ENDPOINT_URL');
    return undefined;
  }
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

function readLeaveOut(words: readonly string[]): readonly string[] {
  const options = { 'leave-out': { type: 'string', multiple: true } } as const;
  try {
    return parseArgs({ args: [...words], options }).values['leave-out'] ?? [];
  } catch (cause) {
    throw new InputError(
      `${cause instanceof Error ? cause.message : cause}; usage: npm start [-- --leave-out AWS::Service::Type ...]`,
      { cause },
    );
  }
}
