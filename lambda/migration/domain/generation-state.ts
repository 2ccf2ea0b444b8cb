import type { Migration } from './migration.ts';

/** Uses of a generation of collections. */
export const GENERATION_STATES = [
  /** Read and written. */
  'active',
  /** Also written by a migration, until it takes over; not read for decisions. */
  'filling',
  /** Active until the cut-over: still written, so that a roll-back is possible. */
  'previous',
  /** No longer written, and being emptied after a drain or a canceled migration. */
  'emptying',
  /** Used before, and not written any more. */
  'retired',
  /** Configured, and never used. */
  'unused',
] as const;
export type GenerationState = (typeof GENERATION_STATES)[number];

interface Named {
  readonly generation: string;
}

/**
 * Returns what a generation is used for now.
 * @param used names of all generations that faces were written to
 * @param newest the newest migration: only it may be emptying a generation
 */
export function stateOfGeneration(
  name: string,
  roles: { readonly active: Named; readonly filling?: Named; readonly draining?: Named },
  used: ReadonlySet<string>,
  newest: Pick<Migration, 'status' | 'from' | 'to'> | undefined,
): GenerationState {
  if (roles.active.generation === name) return 'active';
  if (roles.filling?.generation === name) return 'filling';
  if (roles.draining?.generation === name) return 'previous';
  if (newest?.status === 'draining' && newest.from === name) return 'emptying';
  if (newest?.status === 'canceling' && newest.to === name) return 'emptying';
  return used.has(name) ? 'retired' : 'unused';
}
