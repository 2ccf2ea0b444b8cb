import type { Generation } from '../contract.ts';

/** The current roles of a tenant's generations. */
export interface TenantGenerations {
  /** Number of changes; 0 before the first. */
  readonly revision: number;
  /** Read and written. */
  readonly active: Generation;
  /** Also written, so that it is complete when it becomes active; not read for decisions. */
  readonly filling?: Generation;
  /** The previous one: still written, so that a roll-back is possible; not read for decisions. */
  readonly draining?: Generation;
}

/** Names of the generations by role. */
export interface GenerationRoles {
  readonly active: string;
  readonly filling?: string;
  readonly draining?: string;
}

export interface GenerationRegistry {
  /** @throws GenerationChanged if the config has another shape of a generation than its first use */
  get(tenant: string): Promise<TenantGenerations>;
  /** Keeps the shape of a generation; called before a face is written to it. @throws GenerationChanged */
  keep(tenant: string, generation: Generation): Promise<void>;
}

/** Returns the generations to which a face is written, the active one first. */
export const writtenGenerations = ({
  active,
  filling,
  draining,
}: TenantGenerations): readonly Generation[] => [
  active,
  ...(filling ? [filling] : []),
  ...(draining ? [draining] : []),
];
