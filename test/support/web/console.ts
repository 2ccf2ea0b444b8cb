import type { Page } from 'playwright-core';
import { DEMO_ACCOUNTS } from '../../../local/start/demo-accounts.ts';
import type { FlowStack } from '../flow-stack.ts';
import { DESKTOP, type TestBrowser } from './browser.ts';

type Account = keyof typeof DEMO_ACCOUNTS;

/** Chromium shares two cores with the stack that it asks. */
const SLOW_MS = 25_000;

/** Colors that fade in would be judged half way. */
const STILL = { ...DESKTOP, reducedMotion: 'reduce' } as const;

/** Signs in as one of the demo's accounts on a page that shows the sign-in. */
export const signInToConsole = (page: Page, account: Account): Promise<void> =>
  enterPassword(page, DEMO_ACCOUNTS[account]);

/** Enters a user name and a password on a page that shows the sign-in. */
export async function enterPassword(
  page: Page,
  { username, password }: { readonly username: string; readonly password: string },
): Promise<void> {
  await page.getByLabel('User name').fill(username);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/**
 * Opens a page of the console for one of the demo's accounts.
 * @param path below `/console`
 */
export async function openConsole(
  browser: TestBrowser,
  { stack }: FlowStack,
  account: Account,
  path: string,
): Promise<Page> {
  const address = `${stack.endpoint}/console${path}`;
  const tab = `${stack.endpoint} ${account}`;
  const kept = signedIn.get(tab);
  const page = await browser.open(address, STILL, (url) => planted.has(url), kept);
  page.setDefaultTimeout(SLOW_MS);
  if (!kept) await signInToConsole(page, account);
  await page.getByRole('navigation', { name: 'Pages' }).waitFor();
  signedIn.set(tab, await page.evaluate<string>('JSON.stringify(sessionStorage)'));
  return page;
}

/** What the tab of each account keeps of its sign-in, which would take a second every time. */
const signedIn = new Map<string, string>();

/** Addresses that a fault was planted in: the browser writes each into its console. */
const planted = new Set<string>();

/** What a page is told where a fault is planted. */
export const PLANTED_FAULT = 'The server has a planted fault.';

/**
 * Lets the next call of the API fail, once.
 * @param method of the call
 * @param part end of its path
 */
export async function plantFault(page: Page, method: string, part: string): Promise<void> {
  let isDue = true;
  await page.route(
    (url) => url.pathname.startsWith('/v1/') && url.pathname.endsWith(part),
    async (route) => {
      if (!isDue || route.request().method() !== method) return route.fallback();
      isDue = false;
      planted.add(route.request().url());
      await route.fulfill({
        status: 500,
        headers: { 'content-type': 'application/problem+json', 'x-request-id': 'planted' },
        json: { title: 'Internal error', code: 'internal_error', status: 500, detail: PLANTED_FAULT },
      });
    },
  );
}
