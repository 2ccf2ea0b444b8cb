import type { RepudiationLink } from '../domain/repudiation-link.ts';

/** Links by which people deny enrollments. */
export interface RepudiationLinks {
  get(tenant: string, id: string): Promise<RepudiationLink | undefined>;
  /**
   * Writes a link, in place of an earlier one with its id.
   * @returns false if that was used by another request
   */
  put(link: RepudiationLink): Promise<boolean>;
}
