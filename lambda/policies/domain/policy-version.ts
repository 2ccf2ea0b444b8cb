import * as z from 'zod/mini';
import { sessionType } from '../../kernel/session-type.ts';

/** One version of a policy. Nothing of it ever changes. */
export const policyVersion = z.object({
  tenant: z.string(),
  id: sessionType,
  version: z.int().check(z.minimum(1)),
  /** Whether it came with the deployment's config or from an operator. */
  origin: z.enum(['stage', 'operator']),
  /** The document as JSON. */
  document: z.string(),
  /** Of the document: 12 hexadecimal digits. */
  fingerprint: z.string(),
  created_at: z.iso.datetime(),
  /** The operator who wrote it. */
  created_by: z.optional(z.string()),
  /** Why it was written. */
  comment: z.optional(z.string()),
});
export type PolicyVersion = z.infer<typeof policyVersion>;

/** The versions of a tenant's policy for one session type, and which of them new sessions get. */
export const policyLine = z.object({
  /** Number of the newest version. */
  latest: z.int().check(z.minimum(1)),
  active: z.int().check(z.minimum(1)),
  /** Who activated it: a deployment replaces only what a deployment has activated. */
  active_by: policyVersion.shape.origin,
  active_fingerprint: policyVersion.shape.fingerprint,
  active_since: z.iso.datetime(),
  /** The version that was active before; a rollback activates it again. */
  previous: z.optional(z.int().check(z.minimum(1))),
  /** Fingerprint of the newest version that came with the deployment's config. */
  stage_fingerprint: z.string(),
  /** Number of writes so far: a write says which state it has read. */
  revision: z.int().check(z.minimum(1)),
});
export type PolicyLine = z.infer<typeof policyLine>;

type NewVersion = Omit<PolicyVersion, 'version'>;

/** A new version and the line that counts it. */
export interface AddedVersion {
  readonly version: PolicyVersion;
  readonly line: PolicyLine;
}

/**
 * Adds the policy of the deployment's config as a version. It is active at once unless an operator has
 * activated another: then it waits to be activated like theirs.
 * @param line as it was read; undefined before the first version
 */
export function addStageVersion(line: PolicyLine | undefined, added: NewVersion, now: Date): AddedVersion {
  const version = (line?.latest ?? 0) + 1;
  const counted = {
    latest: version,
    stage_fingerprint: added.fingerprint,
    revision: (line?.revision ?? 0) + 1,
  };
  const isActive = line === undefined || line.active_by === 'stage';
  return {
    version: { ...added, version },
    line: isActive
      ? { ...counted, ...activated({ ...added, version }, 'stage', now), ...before(line) }
      : { ...line, ...counted },
  };
}

/** Adds a version that an operator has written; it decides nothing until it is activated. */
export const addDraft = (line: PolicyLine, added: NewVersion): AddedVersion => {
  const version = line.latest + 1;
  return {
    version: { ...added, version },
    line: { ...line, latest: version, revision: line.revision + 1 },
  };
};

/** Has new sessions decided by a version, as an operator wants. One that is active already stays as it is. */
export function activate(line: PolicyLine, version: Activated, now: Date): PolicyLine {
  if (line.active === version.version) return line;
  return { ...line, ...activated(version, 'operator', now), ...before(line), revision: line.revision + 1 };
}

type Activated = Pick<PolicyVersion, 'version' | 'fingerprint'>;

const activated = ({ version, fingerprint }: Activated, active_by: PolicyLine['active_by'], now: Date) => ({
  active: version,
  active_by,
  active_fingerprint: fingerprint,
  active_since: now.toISOString(),
});

const before = (line: PolicyLine | undefined) => (line ? { previous: line.active } : {});
