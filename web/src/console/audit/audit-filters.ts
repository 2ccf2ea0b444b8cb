import type { operations } from '@face-idv/client';

/** What the API's list of audit entries is filtered by. */
type Query = NonNullable<operations['list-audit-entries']['parameters']['query']>;

/** The form above the list; an empty field filters nothing. */
export interface AuditFilters {
  readonly subject: string;
  readonly target: string;
  readonly action: string;
  /** Local time of a `datetime-local` field, such as `2026-03-01T14:05`. */
  readonly from: string;
  readonly to: string;
}

export const NO_FILTERS: AuditFilters = { subject: '', target: '', action: '', from: '', to: '' };

const FIELDS = Object.keys(NO_FILTERS) as readonly (keyof AuditFilters)[];

/** Reads the form from the query of the page's address, so that other pages link to entries. */
export const filtersOf = (query: Pick<URLSearchParams, 'get'>): AuditFilters => ({
  ...NO_FILTERS,
  ...Object.fromEntries(FIELDS.map((name) => [name, query.get(name) ?? ''])),
});

/** Returns the query of the page's address for a form. */
export const addressOf = (filters: AuditFilters): Readonly<Record<string, string>> =>
  Object.fromEntries(FIELDS.flatMap((name) => (filters[name] === '' ? [] : [[name, filters[name]]])));

/** Faults of a form by field; none if the API takes it. */
export function filterFaults(filters: AuditFilters): Partial<Record<keyof AuditFilters, string>> {
  const { target, from, to } = filters;
  return {
    ...(target.trim() !== '' && !target.trim().startsWith('/')
      ? { target: 'A target is a path, such as /users/customer-4711.' }
      : {}),
    ...(from !== '' && to !== '' && Date.parse(from) >= Date.parse(to)
      ? { from: 'The first time must be before the last one.' }
      : {}),
  };
}

/** Returns the query of a form. Times are the operator's own, and the API takes UTC. */
export function queryOf(filters: AuditFilters): Query {
  const query: Record<string, string> = {};
  for (const name of ['subject', 'target', 'action'] as const) {
    const value = filters[name].trim();
    if (value !== '') query[name] = value;
  }
  for (const name of ['from', 'to'] as const)
    if (filters[name] !== '') query[name] = new Date(filters[name]).toISOString();
  return query;
}

/** What the outcomes of a call mean. */
export const OUTCOME_TEXTS: Readonly<Record<string, string>> = {
  done: 'The call did what it says.',
  replayed: 'The call repeated an earlier one, and got its answer again.',
  refused: 'The API refused the call; the code says why.',
  failed: 'The call failed by a fault of the service.',
  unknown: 'The call was begun, and its end was never recorded.',
};
