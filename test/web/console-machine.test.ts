import { isBrowserInstalled } from '@face-idv/local-rekognition/testing/chromium';
import { selfieOf } from '@face-idv/local-rekognition/testing/photos';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PolicyView } from '../../lambda/policies/contract.ts';
import { prepareIndexJob } from '../../local/index/index-job-client.ts';
import { withSharedPageStack } from '../support/flow-stack.ts';
import { restorePolicy } from '../support/policy-change.ts';
import { ATTESTED, aUserId, registerPersonNamed } from '../support/registrations.ts';
import { expectAccessible, withBrowser } from '../support/web/browser.ts';
import { signInToConsole } from '../support/web/console.ts';

/** Pages wait for functions that a busy machine loads first. */
const PATIENCE_MS = 30_000;

describe.runIf(isBrowserInstalled)('the machine side of the console', () => {
  const flow = withSharedPageStack();
  const browser = withBrowser();
  beforeAll(() => registerPersonNamed(flow, 'franck'), 120_000);
  afterAll(() => restorePolicy(flow, 'registration'));

  const openAs = async (
    account: 'olivia' | 'victor',
    path: string,
    refused?: (url: string) => boolean,
  ): Promise<Page> => {
    const page = await browser.open(`${flow.stack.endpoint}/console${path}`, undefined, refused);
    page.setDefaultTimeout(PATIENCE_MS);
    await signInToConsole(page, account);
    return page;
  };
  const heading = (page: Page, name: string, level = 1) =>
    page.getByRole('heading', { level, name, exact: true }).waitFor();
  const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
  const goTo = async (page: Page, name: string) => {
    await page.getByRole('navigation').getByRole('link', { name, exact: true }).click();
    await heading(page, name);
  };
  /** Confirms the open dialog with a reason. */
  const confirm = async (page: Page, name: string) => {
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Reason', { exact: true }).fill('a test of the page');
    await dialog.getByRole('button', { name, exact: true }).click();
    await dialog.waitFor({ state: 'hidden' });
  };
  const activeVersion = async () =>
    (await flow.viewer.get<PolicyView>('/policies/registration')).active_version;

  it('writes a policy, compares it, tries it, activates it and rolls it back', async () => {
    const before = await activeVersion();
    // a version that is not valid is answered with an error
    const page = await openAs('olivia', '/policies', (url) =>
      url.endsWith('/policies/registration/versions'),
    );
    await page.getByRole('link', { name: 'Registrations' }).click();
    await press(page, 'New version');
    const editor = page.getByLabel('Document', { exact: true });
    const valid = await editor.inputValue();
    const change = (confidence: number) =>
      editor.fill(valid.replace(/"min_confidence": \d+/, `"min_confidence": ${confidence}`));
    await page.getByLabel('Comment', { exact: true }).fill('fewer spoofs');
    await change(0.8);
    await press(page, 'Add version');
    const rules = page.getByRole('list', { name: 'Rules that the document breaks' });
    await rules.getByText('liveness.min_confidence').first().waitFor();
    await expectAccessible(page);

    await change(91);
    await press(page, 'Add version');
    await page.getByText('It decides nothing until it is activated.').first().waitFor();
    await page.getByText('Written by', { exact: true }).waitFor();
    // the API knows operators by their ids alone
    await page
      .getByText(/^You[0-9a-f-]{36}$/)
      .first()
      .waitFor();
    const row = page.getByRole('row', { name: 'liveness.min_confidence' });
    await row.waitFor();
    expect(await row.getByRole('cell').allTextContents()).toEqual(['Changed', '80', '91']);
    await press(page, 'Simulate');
    await page.getByText('would have ended otherwise').waitFor();
    await expectAccessible(page);
    expect(await activeVersion()).toBe(before);

    await press(page, 'Activate');
    await page.getByRole('dialog').waitFor();
    await expectAccessible(page);
    await confirm(page, 'Activate');
    await page.getByText(/^Version \d+ is active\.$/).waitFor();
    const activated = await activeVersion();
    expect(activated).toBeGreaterThan(before);

    await goTo(page, 'Audit entries');
    await page.getByLabel('Action', { exact: true }).fill('policy_version.activate');
    await press(page, 'Filter');
    await page.getByRole('button', { name: 'Show the entry of policy_version.activate' }).first().click();
    const entry = page.getByRole('dialog');
    await entry.getByText('a test of the page').waitFor();
    await entry.getByText(`/policies/registration/versions/${activated}/activate`).waitFor();
    await expectAccessible(page);
    await entry.getByRole('button', { name: 'Close', exact: true }).last().click();

    await goTo(page, 'Policies');
    await page.getByRole('link', { name: 'Registrations' }).click();
    await press(page, `Roll back to version ${before}`);
    await confirm(page, 'Roll back');
    await page.getByText(`Version ${before} is active.`).waitFor();
    expect(await activeVersion()).toBe(before);
    await expectAccessible(page);
  });

  it('maps the collections, also after a fault, and offers a viewer nothing to change', async () => {
    const isMap = (url: string) => url.includes('/v1/collections');
    const page = await openAs('victor', '/reconciliations', isMap);
    await heading(page, 'Reconciliations');
    expect(await page.getByRole('button', { name: 'Start reconciliation' }).count()).toBe(0);
    await page.route(
      (url) => isMap(url.href),
      (route) => route.fulfill({ status: 500, json: { code: 'internal_error', title: 'Internal error' } }),
      { times: 1 },
    );
    await goTo(page, 'Collections');
    await page.getByText('Internal error').first().waitFor();
    await press(page, 'Try again');
    await heading(page, 'Generation g1', 2);
    const shards = page.getByRole('list', { name: 'Shards of generation g1' }).getByRole('listitem');
    expect(await shards.count()).toBe(4);
    expect((await shards.allInnerTexts()).join()).toMatch(
      /Shard \d\s+<0\.01%, room left\s+1 face\s+Model 7\.0/,
    );
    await expectAccessible(page);
    for (const name of ['Migrations', 'Policies', 'Webhooks']) {
      await goTo(page, name);
      await expectAccessible(page);
      expect(await page.getByRole('button', { name: /^Create|^New/ }).count()).toBe(0);
    }
  });

  it('starts an index job and a reconciliation, and shows how far they are', async () => {
    const user = aUserId();
    flow.registered.add(user);
    const images = [{ name: 'cage.jpg', bytes: await selfieOf('cage') }];
    const { id } = await prepareIndexJob(
      flow.operator,
      { format: 'csv', consent: ATTESTED },
      images,
      (prefix) => `user_id,image_key\n${user},${prefix}cage.jpg\n${aUserId()},${prefix}missing.jpg\n`,
    );
    const page = await openAs('olivia', '/index-jobs');
    await page.getByRole('link', { name: id }).click();
    await page.getByText('It waits for its manifest and images').waitFor();
    await press(page, 'Start');
    await confirm(page, 'Start');
    await page.getByText('2 of 2 rows').waitFor();
    await page.getByText('Completed', { exact: true }).waitFor();
    await expectAccessible(page);

    await goTo(page, 'Reconciliations');
    await press(page, 'Start reconciliation');
    await confirm(page, 'Start reconciliation');
    await heading(page, 'Findings by kind', 2);
    await page.getByText('none: it reports only').waitFor();
    await expectAccessible(page);
  });

  it('creates a webhook endpoint, shows its secret once, and deletes it', async () => {
    // an address without TLS is answered with an error, and so is an endpoint that is gone
    const page = await openAs('olivia', '/webhook-endpoints', (url) => url.includes('/v1/webhook-endpoints'));
    await press(page, 'Create endpoint');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Address').fill('http://hooks.example.com/plain');
    await dialog.getByLabel('Reason', { exact: true }).fill('a test of the page');
    await dialog.getByRole('button', { name: 'Create endpoint' }).click();
    await dialog.getByText('Invalid request').waitFor();
    await dialog.getByLabel('Address').fill('https://hooks.example.com/face-idv');
    await dialog.getByLabel('Description').fill('Fraud system');
    await dialog.getByRole('button', { name: /^Events/ }).click();
    await page.getByRole('option', { name: 'erasure.overdue' }).click();
    await page.keyboard.press('Escape');
    await dialog.getByRole('button', { name: 'Create endpoint' }).click();
    await page.getByText(/^whsec_/).waitFor();
    await expectAccessible(page);
    await press(page, 'I have stored it');
    expect(await page.getByText(/whsec_/).count()).toBe(0);

    await page.getByRole('link', { name: 'https://hooks.example.com/face-idv' }).click();
    await heading(page, 'Fraud system');
    const address = page.url();
    await page.getByText('Nothing was sent yet.').waitFor();
    await expectAccessible(page);
    await press(page, 'Actions');
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await confirm(page, 'Delete');
    await page.getByText('The endpoint was deleted.').waitFor();
    expect(await flow.viewer.get<{ data: unknown[] }>('/webhook-endpoints')).toEqual({ data: [] });
    await page.goto(address, { waitUntil: 'networkidle' });
    await page.getByText('Not found').first().waitFor();
    expect(await page.getByText('Not found', { exact: true }).count()).toBe(1);
  });
});
