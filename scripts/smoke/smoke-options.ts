import { parseArgs } from 'node:util';
import { InputError } from '../../local/demo/photo.ts';
import { MAX_COUNT } from './measure-consistency.ts';

export const USAGE = `npm run smoke -- --stage dev [--tenant demo] [--selfie a.jpg --document b.jpg]
       npm run smoke -- --stage dev --camera --document b.jpg
       npm run smoke -- --stage dev --measure-consistency [count] [--selfie a.jpg]

  Checks a deployed stage with your AWS credentials: one registration end to end, and the permissions that only AWS can
  confirm. Each check is named; one that fails says what to do. Exit code 1 if one fails.

  --stage                 stage of lib/config.ts; its stacks are read from CloudFormation
  --tenant                tenant to work for; the first one of the stage by default
  --selfie, --document    photos of one person; a sample person by default
  --camera                take the liveness check yourself: prints a link to a page that this command serves to your
                          browser and that streams to the stage's region, and waits three minutes. The document is a
                          photo of yours. On AWS without it, what needs a person is skipped
  --measure-consistency   index a face, search until it is found, 1,000 times or as often as you say, in a collection
                          that is created and deleted: how long until a search finds a face. Exit code 1 if not at once

  AWS_ENDPOINT_URL=http://localhost:4580 checks the stage "local" of a running npm start.
  SMOKE_OPERATOR_TOKEN is an operator's access token, for stages whose users need a second factor; elsewhere an operator
  is created for the run and deleted.`;

const DEFAULT_COUNT = 1000;

export interface SmokeOptions {
  readonly stage: string;
  readonly tenant?: string;
  readonly selfie?: string;
  readonly document?: string;
  /** Whether a person takes the liveness check in a browser. */
  readonly camera?: boolean;
  /** Number of faces to measure consistency with; undefined runs the checks. */
  readonly measureConsistency?: number;
}

/** Reads the command line. @returns 'help' when it asks for help. @throws InputError with the usage */
export function readSmokeOptions(args: readonly string[]): SmokeOptions | 'help' {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        stage: { type: 'string' },
        tenant: { type: 'string' },
        selfie: { type: 'string' },
        document: { type: 'string' },
        camera: { type: 'boolean', default: false },
        'measure-consistency': { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) return 'help';
    const { stage, tenant, selfie, document, camera } = values;
    if (!stage) throw new Error('--stage is required');
    if (camera && document === undefined)
      throw new Error('--camera needs --document, a photo of your identity document');
    if (positionals.length > (values['measure-consistency'] ? 1 : 0))
      throw new Error(`unexpected argument "${positionals.at(-1)}"`);
    return {
      stage,
      ...(camera ? { camera } : {}),
      ...(tenant === undefined ? {} : { tenant }),
      ...(selfie === undefined ? {} : { selfie }),
      ...(document === undefined ? {} : { document }),
      ...(values['measure-consistency'] ? { measureConsistency: countOf(positionals[0]) } : {}),
    };
  } catch (cause) {
    throw new InputError(`${cause instanceof Error ? cause.message : cause}\n\nusage: ${USAGE}`, { cause });
  }
}

function countOf(text: string | undefined): number {
  if (text === undefined) return DEFAULT_COUNT;
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1 || count > MAX_COUNT)
    throw new Error(`the count must be a whole number from 1 to ${MAX_COUNT}, not "${text}"`);
  return count;
}
