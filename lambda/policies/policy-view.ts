import type { SessionType } from '../kernel/session-type.ts';
import type { PolicyVersionView, PolicyView } from './contract.ts';
import type { PolicyDocument } from './domain/policy-document.ts';
import type { PolicyLine, PolicyVersion } from './domain/policy-version.ts';

export const toPolicyView = (id: SessionType, line: PolicyLine): PolicyView => ({
  id,
  active_version: line.active,
  active_since: line.active_since,
  active_by: line.active_by,
  ...(line.previous === undefined ? {} : { previous_version: line.previous }),
  latest_version: line.latest,
});

/** Returns a version without its document, as a list shows it. */
export const toVersionSummary = (
  { tenant: _tenant, document: _document, ...version }: PolicyVersion,
  line: PolicyLine,
): Omit<PolicyVersionView, 'document'> => ({ ...version, active: version.version === line.active });

export const toVersionView = (version: PolicyVersion, line: PolicyLine): PolicyVersionView => ({
  ...toVersionSummary(version, line),
  // as it was written: a member of a later release is not part of it
  document: JSON.parse(version.document) as PolicyDocument,
});
