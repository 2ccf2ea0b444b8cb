import type { z } from 'zod';
import type { FunctionAccess } from './access.ts';
import type { Route } from './route.ts';

/** All that templates, document and handler need to know of a function; each capability lists its own. */
export interface FunctionDefinition {
  readonly environment: z.ZodObject;
  readonly access: FunctionAccess;
  /** Absent for tasks, queues and schedules. */
  readonly route?: Route;
}
export type FunctionDefinitions = Readonly<Record<string, FunctionDefinition>>;
