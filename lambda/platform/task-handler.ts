import * as z from 'zod/mini';
import '../kernel/messages-of-schemas.ts';
import { errorNameOf } from '../kernel/retry.ts';
import { answeringWarmUps } from '../kernel/warm-up.ts';
import type { Log } from './logger.ts';
import { asTenant } from './tenant-scope.ts';

/**
 * Serves one task of a state machine. Errors keep the name by which the machine decides whether to retry.
 */
export function taskHandler<Input extends z.ZodMiniType, Output extends z.ZodMiniType>(
  task: string,
  input: Input,
  output: Output,
  execute: (input: z.infer<Input>) => Promise<z.infer<Output>>,
  log: Log,
): (event: unknown) => Promise<z.infer<Output>> {
  return answeringWarmUps(async (event) => {
    try {
      const parsed = input.safeParse(event);
      if (!parsed.success) throw new Error(`input of ${task}: ${z.prettifyError(parsed.error)}`);
      const tenant = tenantOf(parsed.data);
      const work = async () => output.parse(await execute(parsed.data));
      return tenant === undefined ? await work() : await asTenant(tenant, work);
    } catch (error) {
      log.error('taskFailed', { task, ...sessionOf(event) }, error);
      throw knownToMachines(error);
    }
  });
}

/**
 * Lambda reports an error to the state machine by its name, and logs every enumerable member of it: only name
 * and message are passed on, since a member may be a row.
 */
function knownToMachines(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { message, stack } = error;
  return Object.assign(new Error(message, { cause: error }), { name: errorNameOf(error), stack });
}

/** The session that a task works for, if its input names one. */
function sessionOf(event: unknown): { readonly session_id?: string } {
  const parsed = z.object({ registration: z.object({ session_id: z.string() }) }).safeParse(event);
  return parsed.success ? { session_id: parsed.data.registration.session_id } : {};
}

const ofTenant = z.object({ tenant: z.string() });
const nameTenant = z.union([
  ofTenant,
  z.pipe(
    z.object({ registration: ofTenant }),
    z.transform(({ registration }) => registration),
  ),
  z.pipe(
    z.object({ job: ofTenant }),
    z.transform(({ job }) => job),
  ),
  z.pipe(
    z.object({ reconciliation: ofTenant }),
    z.transform(({ reconciliation }) => reconciliation),
  ),
]);

/** The tenant that a task works for; without one in its input, the task reaches no tenant's data. */
function tenantOf(input: unknown): string | undefined {
  const parsed = nameTenant.safeParse(input);
  return parsed.success ? parsed.data.tenant : undefined;
}
