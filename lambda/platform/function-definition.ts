import type { z } from 'zod';
import type { FunctionAccess } from './access.ts';
import type { Route } from './route.ts';

/**
 * The record of a function that templates, OpenAPI document and handler share; each capability lists its own.
 */
export interface FunctionDefinition {
  readonly environment: z.ZodObject;
  readonly access: FunctionAccess;
  /** Absent for tasks, queues and schedules. */
  readonly route?: Route;
}
export type FunctionDefinitions = Readonly<Record<string, FunctionDefinition>>;
