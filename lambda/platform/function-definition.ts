import type * as z from 'zod/mini';
import type { FunctionAccess } from './access.ts';
import type { Routes } from './route.ts';

/**
 * The record of a function that templates, OpenAPI document and handler share; each capability lists its own.
 */
export interface FunctionDefinition {
  readonly environment: z.ZodMiniObject;
  readonly access: FunctionAccess;
  /** Routes of an API function by operation id; absent for tasks, queues and schedules. */
  readonly routes?: Routes;
}
export type FunctionDefinitions = Readonly<Record<string, FunctionDefinition>>;
