import { InputError } from '../demo/photo.ts';
import type { CommandInput } from './command.ts';
import { LOCAL_PORT } from './places.ts';

export const START_USAGE = `npm start [-- --second-region eu-central-1] [--lan en0]
       npm start [-- --leave-out AWS::Service::Type ...]   (with AWS_ENDPOINT_URL set)

  Starts the local cloud, registers a sample person, and keeps serving until Ctrl-C.

  --second-region  region that replicates the collections
  --lan            network interface on which a phone opens the capture page, over TLS with a
                   certificate that this machine signs itself: the browser warns, and you go on
  --leave-out      resource type that another endpoint does not support
  PORT=4590        listens there instead of on ${LOCAL_PORT}; 0 takes a free port`;

export const START_OPTIONS = {
  'leave-out': { type: 'string', multiple: true },
  'second-region': { type: 'string' },
  lan: { type: 'string' },
} as const;

export interface StartOptions {
  /** Resource types that another endpoint does not support. */
  readonly leaveOut: readonly string[];
  /** Region that replicates the stage's collections, served by a second local Rekognition. */
  readonly secondRegion?: string;
  /** Network interface on which a phone opens the capture page. */
  readonly lan?: string;
}

export const startOptionsOf = ({
  'leave-out': leaveOut = [],
  'second-region': secondRegion,
  lan,
}: CommandInput<typeof START_OPTIONS>['values']): StartOptions => ({
  leaveOut,
  ...(secondRegion === undefined ? {} : { secondRegion }),
  ...(lan === undefined ? {} : { lan }),
});

const MAX_PORT = 65_535;

/** Reads the port of the local cloud from PORT. @throws InputError unless it is a port */
export function portOf(text: string | undefined): number {
  if (text === undefined || text === '') return LOCAL_PORT;
  const port = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (port <= MAX_PORT) return port;
  throw new InputError(`PORT must be a number from 0 to ${MAX_PORT}, not "${text}"`);
}
