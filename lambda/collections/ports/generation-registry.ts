import type { Generation } from '../contract.ts';

/** What each generation of a tenant is for at this moment. */
export interface TenantGenerations {
  /** Counts the changes; 0 before the first. */
  readonly revision: number;
  /** Read and written. */
  readonly active: Generation;
  /** Written too, so that it is complete when it becomes the active one; not read for decisions. */
  readonly filling?: Generation;
  /** The one before: still written, so that there is a way back, and not read for decisions. */
  readonly draining?: Generation;
}

/** The generations' names by what they are for. */
export interface GenerationRoles {
  readonly active: string;
  readonly filling?: string;
  readonly draining?: string;
}

export interface GenerationRegistry {
  get(tenant: string): Promise<TenantGenerations>;
}

/** The generations that a face is written to, the active one first. */
export const writtenGenerations = ({
  active,
  filling,
  draining,
}: TenantGenerations): readonly Generation[] => [
  active,
  ...(filling ? [filling] : []),
  ...(draining ? [draining] : []),
];
