import { parseArgs } from 'node:util';
import { InputError } from '../../local/demo/photo.ts';

export const USAGE = `npm run ledger -- verify [tenant] [--stage dev]
       npm run ledger -- chain [tenant] [--stage dev]
       npm run ledger -- replay <session> [--tenant demo] [--stage dev]

  Checks the decision ledger of a stage with your AWS credentials, or that of the running npm start, which is the default.

  verify   reads the chains of all tenants, or of one, their sealed ends and the rows that they are made of. It names what
           was changed, removed, moved or cut off, and the rows that are not chained yet, with their age; one that is
           older than five minutes is wrong. It reads every row of three tables
  chain    adds the rows that are older than five minutes and not chained: the streams do not bring them any more
  replay   judges a decided session again by its stored measures and the version of the policy that it has pinned

  Exit code 1 if something is wrong.
  --stage                 stage of lib/config.ts; "local" by default
  --tenant                tenant of the session; every tenant is asked by default
  AWS_ENDPOINT_URL=http://localhost:4580 checks the stage "local" that answers there.`;

export type LedgerOptions = { readonly stage: string } & (
  | { readonly command: 'verify' | 'chain'; readonly tenant?: string }
  | { readonly command: 'replay'; readonly session: string; readonly tenant?: string }
);

/** Reads the command line. @returns 'help' when it asks for help. @throws InputError with the usage */
export function readLedgerOptions(args: readonly string[]): LedgerOptions | 'help' {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        stage: { type: 'string', default: 'local' },
        tenant: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) return 'help';
    const [command, subject, ...rest] = positionals;
    if (rest.length > 0) throw new Error(`unexpected argument "${rest[0]}"`);
    const { stage, tenant } = values;
    if (command === 'verify' || command === 'chain') {
      const named = subject ?? tenant;
      return { command, stage, ...(named === undefined ? {} : { tenant: named }) };
    }
    if (command !== 'replay')
      throw new Error(`the command must be verify, chain or replay, not "${command ?? ''}"`);
    if (subject === undefined) throw new Error('replay needs the id of a session');
    return { command, stage, session: subject, ...(tenant === undefined ? {} : { tenant }) };
  } catch (cause) {
    throw new InputError(`${cause instanceof Error ? cause.message : cause}\n\nusage: ${USAGE}`, { cause });
  }
}

/**
 * Returns the tenants that a command is about.
 * @param all those of the stage
 * @throws InputError for one that the stage does not have
 */
export function chosenTenants({ tenant, stage }: LedgerOptions, all: readonly string[]): readonly string[] {
  if (tenant === undefined) return all;
  if (!all.includes(tenant))
    throw new InputError(`stage "${stage}" has no tenant "${tenant}"; it has ${all.join(', ')}`);
  return [tenant];
}
