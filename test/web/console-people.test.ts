import { isBrowserInstalled } from '@face-idv/local-rekognition/testing/chromium';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { withSharedPageStack } from '../support/flow-stack.ts';
import { withPolicyChange } from '../support/policy-change.ts';
import { aUserId, registerPersonNamed } from '../support/registrations.ts';
import { type CaseView, caseOf, reportOnce } from '../support/review-cases.ts';
import { expectAccessible, withBrowser } from '../support/web/browser.ts';
import { openConsole, PLANTED_FAULT, plantFault } from '../support/web/console.ts';

/** Passes of an erasure are up to a minute apart on a laptop. */
const ERASED_MS = 90_000;

describe.runIf(isBrowserInstalled)('the people of the console', () => {
  const flow = withSharedPageStack();
  const browser = withBrowser();
  // two operators must agree about what is held from here on
  withPolicyChange(flow, { review: { four_eyes: true } });
  const first = aUserId();
  const second = `${aUserId()}.${'of-a-customer-with-long-ids'.repeat(2)}`;
  const leaving = aUserId();
  let enrolled = '';
  let held = '';
  let erasure = '';

  const open = (account: 'olivia' | 'rita' | 'victor', path: string) =>
    openConsole(browser, flow, account, path);
  const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true });
  /** A page that could not read something says so, and reads it on demand. */
  const recovers = async (page: Page): Promise<void> => {
    await page.getByText(PLANTED_FAULT).first().waitFor();
    await page.getByText('request planted').first().waitFor();
    await button(page, 'Try again').click();
    await page.getByText(PLANTED_FAULT).first().waitFor({ state: 'detached' });
  };

  beforeAll(async () => {
    enrolled = (await registerPersonNamed(flow, 'franck', first)).id;
    const consent = { given: true, notice_version: '2026-01' };
    await flow.backend.post('/verification-sessions', { type: 'registration', user_id: leaving, consent });
  });

  it('have their consents, lockouts and data on one page, and ask to be erased there', async () => {
    const page = await open('olivia', '/users');
    await page.getByLabel('User ID').fill('nobody.of-this-name');
    await button(page, 'Find').click();
    await page.getByText('Nobody is known by this ID').waitFor();
    await page.getByRole('link', { name: 'Users' }).first().click();
    await page.getByLabel('User ID').fill(leaving);
    await plantFault(page, 'GET', '/lockout');
    await button(page, 'Find').click();
    await recovers(page);
    await page.getByText('Not locked').waitFor();
    expect(await page.getByText('Nobody is known by this ID').count()).toBe(0);
    for (const [tab, found] of [
      ['Faces', 'No face of this user is enrolled.'],
      ['Consents', 'Given'],
      ['Sessions', 'Requires input'],
      ['Rights', 'Data export'],
    ] as const) {
      await page.getByRole('tab', { name: tab }).click();
      await page
        .getByRole('tabpanel')
        .getByText(found, { exact: true })
        .locator('visible=true')
        .first()
        .waitFor();
    }
    await expectAccessible(page);
    await button(page, 'Export data').click();
    await page.getByLabel('Reason').fill('asked for it by letter');
    const saved = page.waitForEvent('download');
    await button(page, 'Export data').last().click();
    expect((await saved).suggestedFilename()).toBe(`${leaving}.json`);
    await button(page, 'Request erasure').click();
    await page.getByLabel('Reason').fill('asked for it by letter');
    await plantFault(page, 'POST', '/erasure-requests');
    await button(page, 'Erase user').click();
    await page.getByText(PLANTED_FAULT).first().waitFor();
    // what was typed is still there, and the same press goes through
    expect(await page.getByLabel('Reason').inputValue()).toBe('asked for it by letter');
    await button(page, 'Erase user').click();
    await page.getByRole('heading', { level: 1, name: 'Erasure' }).waitFor();
    erasure = page.url().split('/').at(-1) ?? '';
    expect(erasure).toMatch(/^era_/);
  });

  it('are put on a watchlist by reviewers, and taken off it by administrators alone', async () => {
    const page = await open('rita', '/watchlists');
    await page.getByRole('button', { name: 'List fraud' }).waitFor();
    await button(page, 'Add entry').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Add entry' }).click();
    await dialog.getByText('Enter the ID of a session').waitFor();
    await expectAccessible(page);
    await dialog.getByLabel('Session ID').fill(enrolled);
    await dialog.getByLabel('Source').fill('fraud team');
    await dialog.getByLabel('Reason of this call').fill('Fall 4711 – geprüft');
    await plantFault(page, 'POST', '/entries');
    await dialog.getByRole('button', { name: 'Add entry' }).click();
    await dialog.getByText(PLANTED_FAULT).waitFor();
    await dialog.getByRole('button', { name: 'Add entry' }).click();
    await dialog.waitFor({ state: 'detached' });
    const row = page.getByRole('row').filter({ hasText: 'fraud team' });
    await row.getByText('Active').waitFor();
    await expectAccessible(page);
    expect(await button(page, /^Delete entry/).count()).toBe(0);
  });

  it('have sessions whose checks are drawn against their limits, for viewers as well', async () => {
    held = (await registerPersonNamed(flow, 'franck', second)).id;
    const page = await open('victor', '/sessions?status=in_review');
    await page.getByRole('link', { name: second }).waitFor();
    await expectAccessible(page);
    await plantFault(page, 'GET', '/report');
    await page.getByRole('link', { name: held }).click();
    await recovers(page);
    await page.getByText('Duplicate search failed').waitFor();
    const match = page.getByRole('table', { name: 'Measures of face match' });
    expect(await match.getByRole('row').last().textContent()).toMatch(/Similarity[\d.]+%≥ 95/);
    expect(await match.locator('.gauge').count()).toBe(1);
    await expectAccessible(page);
    const cases = page.getByRole('row').filter({ hasText: 'rc_' });
    await cases.getByRole('link', { name: 'Possible duplicate' }).waitFor();
    await page.getByRole('button', { name: /^Explanation for the person/ }).click();
    await page.getByText('What they can do').waitFor();
    await button(page, 'Use the dark mode').click();
    await page.setViewportSize({ width: 320, height: 800 });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
    await expectAccessible(page);
    await page.goto(`${flow.stack.endpoint}/console/sessions?status=expired&type=step_up`);
    await page.getByText('No session matches this filter.').waitFor();
  });

  it('are compared by two operators, neither of whom knows what the other found', async () => {
    const { id } = await caseOf(flow, held, 'possible_duplicate');
    const rita = await open('rita', '/reviews?reason=possible_duplicate');
    await rita.getByRole('link', { name: 'Possible duplicate' }).first().waitFor();
    const surplus = await rita
      .getByRole('table')
      .evaluate((table) => table.scrollWidth - (table.parentElement?.clientWidth ?? 0));
    expect(surplus).toBeLessThanOrEqual(0);
    await rita.getByRole('link', { name: 'Possible duplicate' }).first().click();
    await rita.getByText('Two operators must agree.').first().waitFor();
    await rita.keyboard.press('d');
    await rita.getByRole('status').getByText('Take the case first: press t.').waitFor();
    await rita.keyboard.press('t');
    await rita.getByText('You work on the case.').first().waitFor();
    // the page says so before it has read the case again
    await rita.getByRole('radio').first().waitFor();
    await rita.keyboard.press('d');
    await rita.getByRole('status').getByText('Choose a finding first').waitFor();
    expect(await rita.locator('.case-picture > img').count()).toBe(0);
    await rita.keyboard.press('i');
    await rita.locator('input:focus').waitFor();
    await rita.keyboard.type('comparing both people');
    await rita.keyboard.press('Enter');
    await rita.getByRole('img', { name: 'Enrolled image' }).waitFor();
    await rita.locator('.face-box').nth(4).waitFor();
    await expectAccessible(rita);
    // axe has worked in another tab, and keys go to the one in front
    await rita.bringToFront();
    await rita.keyboard.press('2');
    await rita.getByRole('radio', { name: /Same person/, checked: true }).waitFor();
    await plantFault(rita, 'POST', '/decision');
    await rita.keyboard.press('d');
    await rita.getByText('It counts once another operator has found the same.').waitFor();
    await expectAccessible(rita);
    await rita.bringToFront();
    await button(rita, 'Cancel').click();
    expect(await rita.getByText('Your finding is kept.').count()).toBe(0);
    const decideByKeys = async () => {
      await rita.keyboard.press('d');
      await rita.locator('button:focus').filter({ hasText: 'Give finding' }).waitFor();
      await rita.keyboard.press('Enter');
    };
    await decideByKeys();
    await rita.getByText(PLANTED_FAULT).first().waitFor();
    await decideByKeys();
    await rita.getByText('Another operator has to agree.').first().waitFor();
    expect(await rita.getByText('You work on the case.').count()).toBe(0);

    const victor = await open('victor', `/reviews/${id}`);
    await victor.getByText('One operator has given a finding, which nobody sees.').waitFor();
    for (const name of ['Take', 'Give back', 'Decide', 'Show images', 'Add note', 'Reopen'])
      expect(await victor.getByRole('button', { name, exact: true }).count(), name).toBe(0);

    const olivia = await open('olivia', `/reviews/${id}`);
    expect(await olivia.getByRole('heading', { name: 'Findings' }).count()).toBe(0);
    await button(olivia, 'Take').click();
    await olivia.getByRole('radio', { name: /Same person/ }).click();
    await olivia.getByLabel('New note').fill('not added');
    await button(olivia, 'Decide').click();
    await olivia.getByText('Your new note is not added yet.').waitFor();
    await button(olivia, 'Give finding').click();
    await olivia.getByText('It is decided.').waitFor();
    await olivia.getByRole('heading', { name: 'Findings' }).waitFor();
    await button(olivia, 'Reopen').waitFor();
    expect(await button(olivia, 'Add note').count()).toBe(0);
    const calls = olivia.getByRole('table').filter({ hasText: 'Outcome' }).getByRole('row');
    for (const call of ['Review case assign', 'Review case decide'])
      await calls.filter({ hasText: call }).first().waitFor();
    await expectAccessible(olivia);
    expect(await reportOnce(flow, held, 'declined')).toMatchObject({ decision: { decided_by: 'reviewer' } });
  });

  it('are shown beside the watchlist entry that they resemble', async () => {
    const { data } = await flow.viewer.get<{ data: CaseView[] }>(`/review-cases?session_id=${held}`);
    const shown = data.find(({ reason }) => reason === 'watchlist_hit');
    const page = await open('olivia', '/reviews?reason=watchlist_hit');
    await plantFault(page, 'GET', `${shown?.id}`);
    await page.locator(`a[href$="/reviews/${shown?.id}"]`).first().click();
    await recovers(page);
    await page.getByText('Is this the person of the watchlist entry?').waitFor();
    await page.getByRole('heading', { name: /^Entry wle_.* of fraud$/ }).waitFor();
    await expectAccessible(page);
    await page.getByRole('link', { name: /^Entry wle_/ }).click();
    await button(page, /^Delete entry/)
      .first()
      .click();
    await button(page, 'Delete entry').last().click();
    await page.getByText('Say why').waitFor();
    await page.getByLabel('Reason').fill('case closed');
    await button(page, 'Delete entry').last().click();
    await page.getByText('The entry is deleted.').first().waitFor();
  });

  it('are erased once every store is empty, which the receipt proves', async () => {
    const page = await open('olivia', `/users/${leaving}?tab=rights`);
    await plantFault(page, 'GET', erasure);
    await page.getByRole('row').filter({ hasText: erasure }).getByRole('link').click();
    await recovers(page);
    await page.getByRole('heading', { name: 'Receipt' }).waitFor({ timeout: ERASED_MS });
    await page.getByText('Completed', { exact: true }).first().waitFor();
    await page.getByRole('button', { name: 'What it says' }).click();
    await page.getByText('"iss"').waitFor();
    expect(await page.getByText('Confirmed', { exact: true }).count()).toBe(13);
    await expectAccessible(page);
  });
});
