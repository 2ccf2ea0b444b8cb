import type { PolicyReference } from '../../kernel/policy-reference.ts';
import type { SessionType } from '../../kernel/session-type.ts';
import type { AddedVersion, PolicyLine, PolicyVersion } from '../domain/policy-version.ts';

export interface PolicyStore {
  /** Returns a version as it was written; undefined if there is none. */
  version(tenant: string, reference: PolicyReference): Promise<PolicyVersion | undefined>;
  /** Returns a line as it is now; undefined before its first version. */
  line(tenant: string, id: SessionType): Promise<PolicyLine | undefined>;
  /**
   * Writes a version and its line together.
   * @returns false if the line was written since it was read, and then nothing is
   */
  add(added: AddedVersion): Promise<boolean>;
  /**
   * Writes the line of a policy whose active version is another one.
   * @returns false if it was written since it was read
   */
  save(tenant: string, id: SessionType, line: PolicyLine): Promise<boolean>;
  /** Returns versions, the newest first. @param before only versions below it */
  list(tenant: string, id: SessionType, limit: number, before?: number): Promise<readonly PolicyVersion[]>;
}
