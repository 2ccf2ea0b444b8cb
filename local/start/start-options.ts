import { parseArgs } from 'node:util';
import { InputError } from '../demo/photo.ts';

const USAGE =
  'usage: npm start [-- --second-region eu-central-1], or, on another endpoint, npm start [-- --leave-out AWS::Service::Type ...]';
const OPTIONS = {
  'leave-out': { type: 'string', multiple: true },
  'second-region': { type: 'string' },
} as const;

export interface StartOptions {
  /** Types of resources that another endpoint does not know. */
  readonly leaveOut: readonly string[];
  /** Region whose collections are to follow those of the stage, played by a local Rekognition of its own. */
  readonly secondRegion?: string;
}

/**
 * @param words of the command line
 * @throws InputError when they are not understood
 */
export function readStartOptions(words: readonly string[]): StartOptions {
  try {
    const { values } = parseArgs({ args: [...words], options: OPTIONS });
    const { 'leave-out': leaveOut = [], 'second-region': secondRegion } = values;
    return { leaveOut, ...(secondRegion === undefined ? {} : { secondRegion }) };
  } catch (cause) {
    throw new InputError(`${cause instanceof Error ? cause.message : cause}; ${USAGE}`, { cause });
  }
}
