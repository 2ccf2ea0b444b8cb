import type { components } from '@face-idv/client';
import { humanize } from '../format/words.ts';

export type Reconciliation = components['schemas']['Reconciliation'];
export type Finding = Reconciliation['findings'][number];

/** What each kind of finding is. */
export const KIND_TEXTS: Readonly<Record<Finding['kind'], string>> = {
  orphan_face: 'A face in a collection that belongs to nobody',
  missing_face: 'An enrolled face that is not in its collection',
  unreachable_face: 'A face in a collection that the configuration no longer has, so that no search finds it',
};

/** What was done about a finding. */
export const OUTCOME_TEXTS: Readonly<Record<Finding['outcome'], string>> = {
  reported: 'reported only',
  deleted: 'deleted',
  remapped: 'given back to its user',
  re_indexed: 'indexed again',
  requested: 'requested for the second region',
};

/** A number of findings of one kind and outcome. */
export interface CountedFindings {
  readonly kind: string;
  readonly outcome: string;
  /** Region, if it is the second one. */
  readonly region?: string;
  readonly count: number;
}

/** Reads the names of counts, such as `orphan_face.deleted` or `eu-central-1.missing_face.requested`. */
export function countedFindings(counts: Readonly<Record<string, number>>): readonly CountedFindings[] {
  return Object.entries(counts).map(([name, count]) => {
    const parts = name.split('.');
    const [kind = '', outcome = ''] = parts.slice(-2);
    const region = parts.length > 2 ? parts.slice(0, -2).join('.') : undefined;
    return { kind, outcome, count, ...(region === undefined ? {} : { region }) };
  });
}

/** Writes what a finding is; a kind that a later release adds is written as words. */
export const kindText = (kind: string): string =>
  kind in KIND_TEXTS ? KIND_TEXTS[kind as Finding['kind']] : humanize(kind);

export const outcomeText = (outcome: string): string =>
  outcome in OUTCOME_TEXTS ? OUTCOME_TEXTS[outcome as Finding['outcome']] : humanize(outcome);

/** Writes whose face it is: a user, an entry of a watchlist, or nobody known. */
export function ownerText({ user_id, list_id, entry_id }: Finding): string {
  if (user_id !== undefined) return user_id;
  if (list_id !== undefined) return `watchlist ${list_id}${entry_id === undefined ? '' : `, ${entry_id}`}`;
  return 'nobody';
}
