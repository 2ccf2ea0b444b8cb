import type { Page } from 'playwright-core';
import { DEMO_ACCOUNTS } from '../../local/start/demo-accounts.ts';
import { LONG_NAME, type SeededStack } from './people.ts';
import type { Screen } from './picture.ts';

/** A page in a state that is worth a look. */
export interface Scene {
  readonly name: string;
  readonly path: string | ((seeded: SeededStack) => string);
  /** @default both */
  readonly screens?: readonly Screen[];
  /** Who signs in on the console first. */
  readonly account?: keyof typeof DEMO_ACCOUNTS;
  /** Brings the page into the state, and waits for it. */
  readonly until: (page: Page) => Promise<unknown>;
}

const heading = (name: string | RegExp) => (page: Page) =>
  page.getByRole('heading', { name }).first().waitFor();

const consoleScene = (
  name: string,
  path: Scene['path'],
  until: Scene['until'],
  account: Scene['account'] = 'olivia',
): Scene => ({ name: `console-${name}`, path, until, account, screens: ['desktop'] });

const captureOf =
  (token: 'registration' | 'payment', query = ''): Scene['path'] =>
  ({ tokens }) =>
    `/capture${query}#token=${tokens[token]}`;
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

/** The capture page without anybody's face. */
const CAPTURE: readonly Scene[] = [
  {
    name: 'capture-consent',
    path: captureOf('registration'),
    until: (page) => page.getByRole('button', { name: 'I agree' }).waitFor(),
  },
  {
    name: 'capture-consent-in-german',
    path: captureOf('registration', '?locale=de'),
    screens: ['phone'],
    until: (page) => page.getByRole('button', { name: 'Ich stimme zu', exact: true }).waitFor(),
  },
  {
    name: 'capture-transaction',
    path: captureOf('payment'),
    screens: ['phone'],
    until: (page) => page.getByText('Miriam Stone').waitFor(),
  },
  {
    name: 'capture-camera',
    path: captureOf('registration'),
    until: async (page) => {
      await press(page, 'I agree');
      await heading('Turn on your camera')(page);
    },
  },
  {
    name: 'capture-another-way',
    path: captureOf('registration'),
    screens: ['phone'],
    until: async (page) => {
      await press(page, 'I agree');
      await press(page, 'I need another way');
      await heading('Another way')(page);
    },
  },
  {
    name: 'capture-hand-off',
    path: captureOf('registration'),
    screens: ['desktop'],
    until: async (page) => {
      await press(page, 'I agree');
      await press(page, 'Continue on your phone');
      await page.getByRole('img').waitFor();
    },
  },
  {
    name: 'capture-sign-in',
    path: '/capture?type=registration',
    screens: ['phone'],
    until: heading('Sign in'),
  },
  {
    name: 'capture-used-link',
    path: '/capture#capture=used',
    screens: ['phone'],
    until: (page) => page.getByText('This link is not valid any more.').waitFor(),
  },
];

/** Everything that `npm run screenshots` shows. */
export const SCENES: readonly Scene[] = [
  ...CAPTURE,
  {
    name: 'console-sign-in',
    path: '/console',
    until: (page) => page.getByLabel('User name').waitFor(),
  },
  { ...consoleScene('sessions', '/console/sessions', heading('Sessions')), screens: ['phone', 'desktop'] },
  consoleScene(
    'session',
    ({ declined }) => `/console/sessions/${declined.id}`,
    (page) => page.getByText('Similarity', { exact: false }).first().waitFor(),
  ),
  consoleScene('reviews', '/console/reviews', heading('Reviews'), 'rita'),
  {
    ...consoleScene('case', ({ caseId }) => `/console/reviews/${caseId}`, heading(/case/i), 'rita'),
    screens: ['phone', 'desktop'],
  },
  consoleScene('user', '/console/users/ann', heading('ann')),
  consoleScene('user-with-a-long-name', `/console/users/${LONG_NAME}`, heading(LONG_NAME)),
  consoleScene('watchlists', '/console/watchlists', heading('Watchlists')),
  consoleScene('collections', '/console/collections', (page) => page.getByText('g1').first().waitFor()),
  consoleScene('policy', '/console/policies/registration', heading('Registrations')),
  consoleScene('policy-version', '/console/policies/registration/versions/2', (page) =>
    page.getByRole('row', { name: 'liveness.min_confidence' }).waitFor(),
  ),
  consoleScene('index-jobs', '/console/index-jobs', heading('Index jobs')),
  consoleScene('migrations', '/console/migrations', heading('Migrations')),
  consoleScene('reconciliations', '/console/reconciliations', heading('Reconciliations')),
  consoleScene('audit-entries', '/console/audit-entries', heading('Audit entries')),
  consoleScene('webhooks', '/console/webhook-endpoints', heading('Webhooks')),
  {
    name: 'ops',
    path: '/ops',
    until: heading('Operations'),
  },
];

/** Signs in on the console, where a page asks for it. */
export async function signIn(page: Page, account: keyof typeof DEMO_ACCOUNTS): Promise<void> {
  const { username, password } = DEMO_ACCOUNTS[account];
  await page.getByLabel('User name').fill(username);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}
