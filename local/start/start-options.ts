import { parseArgs } from 'node:util';
import { InputError } from '../demo/photo.ts';

const USAGE =
  'usage: npm start [-- --second-region eu-central-1]\n       npm start [-- --leave-out AWS::Service::Type ...]   (with AWS_ENDPOINT_URL set)';
const OPTIONS = {
  'leave-out': { type: 'string', multiple: true },
  'second-region': { type: 'string' },
} as const;

export interface StartOptions {
  /** Resource types that another endpoint does not support. */
  readonly leaveOut: readonly string[];
  /** Region that replicates the stage's collections, served by a second local Rekognition. */
  readonly secondRegion?: string;
}

/**
 * @param words command-line arguments
 * @throws InputError for unknown arguments
 */
export function readStartOptions(words: readonly string[]): StartOptions {
  try {
    const { values } = parseArgs({ args: [...words], options: OPTIONS });
    const { 'leave-out': leaveOut = [], 'second-region': secondRegion } = values;
    return { leaveOut, ...(secondRegion === undefined ? {} : { secondRegion }) };
  } catch (cause) {
    throw new InputError(`${cause instanceof Error ? cause.message : cause}\n\n${USAGE}`, { cause });
  }
}
