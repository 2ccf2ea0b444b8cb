import type * as z from 'zod/mini';
import type { FunctionAccess } from './access.ts';
import type { OpenRoutes, Routes } from './route.ts';

/**
 * The record of a function that templates, OpenAPI document and handler share; each capability lists its own.
 */
export interface FunctionDefinition {
  readonly environment: z.ZodMiniObject;
  readonly access: FunctionAccess;
  /** Routes of an API function by operation id; absent for tasks, queues and schedules. */
  readonly routes?: Routes;
  /** Routes of a function that anybody may call, and that works for no tenant. */
  readonly openRoutes?: OpenRoutes;
}
export type FunctionDefinitions = Readonly<Record<string, FunctionDefinition>>;
