import { resolve } from 'node:path';
import * as z from 'zod/mini';
import '../kernel/messages-of-schemas.ts';
import type { FunctionDefinitions } from './function-definition.ts';

/** The environment of a function, as its record declares it. */
export type EnvironmentOf<
  Functions extends FunctionDefinitions,
  Name extends keyof Functions & string,
> = z.infer<Functions[Name]['environment']>;

/**
 * Reads the environment of a function, validated at cold start.
 *
 * @throws Error that names every missing or invalid variable
 */
export function readEnv<Functions extends FunctionDefinitions, Name extends keyof Functions & string>(
  functions: Functions,
  name: Name,
): EnvironmentOf<Functions, Name> {
  const parsed = functions[name]?.environment.safeParse(process.env);
  if (!parsed?.success) throw new Error(`environment of ${name}: ${parsed && z.prettifyError(parsed.error)}`);
  return parsed.data as EnvironmentOf<Functions, Name>;
}

/** The role that the function takes to work for a tenant; undefined for one that touches no tenant's data. */
export const tenantRoleArn = (): string | undefined => process.env.TENANT_ROLE_ARN;

/**
 * Path of a file that is packed with the function's code.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
export const pathBesideCode = (name: string): string => resolve(process.env.LAMBDA_TASK_ROOT ?? '', name);
