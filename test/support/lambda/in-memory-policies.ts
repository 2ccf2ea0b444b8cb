import type { SessionType } from '../../../lambda/kernel/session-type.ts';
import type { PolicyLine, PolicyVersion } from '../../../lambda/policies/domain/policy-version.ts';
import type { PolicyStore } from '../../../lambda/policies/ports/policy-store.ts';

/** Policies as the control table keeps them, with its conditions. */
export class InMemoryPolicies implements PolicyStore {
  readonly versions: PolicyVersion[] = [];
  readonly lines = new Map<string, PolicyLine>();

  version: PolicyStore['version'] = async (tenant, { id, version }) =>
    this.versions.find((one) => one.tenant === tenant && one.id === id && one.version === version);

  line: PolicyStore['line'] = async (tenant, id) => this.lines.get(`${tenant} ${id}`);

  add: PolicyStore['add'] = async ({ version, line }) => {
    if (!(await this.save(version.tenant, version.id, line))) return false;
    this.versions.push(version);
    return true;
  };

  save: PolicyStore['save'] = async (tenant, id: SessionType, line) => {
    const key = `${tenant} ${id}`;
    if ((this.lines.get(key)?.revision ?? 0) !== line.revision - 1) return false;
    this.lines.set(key, line);
    return true;
  };

  list: PolicyStore['list'] = async (tenant, id, limit, before = Number.POSITIVE_INFINITY) =>
    this.versions
      .filter((one) => one.tenant === tenant && one.id === id && one.version < before)
      .toSorted((one, other) => other.version - one.version)
      .slice(0, limit);
}
