import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ROUTES } from '../../../lambda/api/routes.ts';
import type { Route } from '../../../lambda/platform/route.ts';

const routes = Object.entries<Route>(ROUTES);
const actionOf = ({ audit }: Route) => (typeof audit === 'object' ? audit.action : audit);

it('every route that operators may call is audited, but for lists that name nobody', () => {
  const forOperators = routes.filter(([, { scopes }]) => scopes.includes('operate'));
  expect(forOperators.length).toBeGreaterThan(20);
  const unaudited = forOperators.filter(([, { audit }]) => typeof audit !== 'object');
  expect(unaudited.map(([name]) => name).sort()).toEqual([
    'compare-policy-versions',
    'get-consent-text',
    'get-policy',
    'get-webhook-endpoint',
    'list-collections',
    'list-consent-texts',
    'list-index-jobs',
    'list-migrations',
    'list-policies',
    'list-reconciliations',
    'list-watchlists',
    'list-webhook-endpoints',
  ]);
});

it('an action is a noun and a verb, and names only parameters of its path', () => {
  for (const [name, route] of routes) {
    const action = actionOf(route);
    if (action === undefined || action === 'nothing_personal') continue;
    expect(action, name).toMatch(/^[a-z_]+\.([a-z_]+|\{\w+\})$/);
    for (const [parameter] of action.matchAll(/\{\w+\}/g)) expect(route.path, name).toContain(parameter);
  }
});

it('deletions, erasures, exports, freezes and releases, lifted lockouts, reopened cases, views of images, new entries of lists and activations take a reason', () => {
  const required = routes.filter(([, { audit }]) => typeof audit === 'object' && audit.reasonRequired);
  expect(required.map(([name]) => name).sort()).toEqual([
    'activate-policy-version',
    'create-watchlist-entry',
    'delete-user-face',
    'delete-watchlist-entry',
    'export-user-data',
    'lift-device-lockout',
    'lift-user-lockout',
    'release-user',
    'reopen-review-case',
    'repudiate-enrollment',
    'request-erasure',
    'roll-back-policy',
    'view-review-case-image',
  ]);
});

it('docs/operators.md lists every action, and no other', () => {
  const page = readFileSync(new URL('../../../docs/operators.md', import.meta.url), 'utf8');
  const [, table = ''] = /\| Action \| Call \|\n(.*?)\n\n/s.exec(page) ?? [];
  const listed = table.split('\n').flatMap((row) => {
    const [, actions = ''] = row.split('|');
    return [...actions.matchAll(/`([^`]+)`/g)].map(([, action]) => action);
  });
  const actions = routes
    .map(([, route]) => actionOf(route))
    .filter((one) => one !== undefined && one !== 'nothing_personal');
  expect(listed.sort()).toEqual([...new Set(actions)].sort());
});
