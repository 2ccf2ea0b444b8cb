import { isBrowserInstalled } from '@face-idv/local-rekognition/testing/chromium';
import { aPhotoWithoutFace, selfieOf } from '@face-idv/local-rekognition/testing/photos';
import type { Page } from 'playwright-core';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { MAX_TRANSACTION_DEPTH } from '../../lambda/sessions/domain/transaction.ts';
import { type LivenessCheck, photoCamera } from '../../local/demo/camera.ts';
import type { Report } from '../../local/demo/verify-person.ts';
import { DEMO_ACCOUNTS } from '../../local/start/demo-accounts.ts';
import { forgetEverybody, withSharedPageStack } from '../support/flow-stack.ts';
import { identityCardOf } from '../support/identity-card-of.ts';
import { aUserId, registerPersonNamed } from '../support/registrations.ts';
import { deleteEntry, uploadEntry } from '../support/watchlist.ts';
import { DESKTOP, expectAccessible, PHONE, withBrowser } from '../support/web/browser.ts';
import {
  addressOf,
  agree,
  createSession,
  press,
  sendDocument,
  standBeforeCamera,
  TELLING,
  untilStep,
} from '../support/web/capture.ts';

/** Failures that lock a device which a backend has named, by the preset of the whitepaper (3.2). */
const FAILURES_THAT_LOCK = 5;
/** All that the page of a held session says, for whatever reason it is held. */
const HELD = [
  'We need a little more time…Somebody of our staff looks at it. You need to do nothing.',
  'You can expect the result by some time.Look againYou can close this page.',
].join('');
const NARROW = { ...PHONE, viewport: { width: 320, height: 640 } };

/** Lists and objects in each other, as deep as a transaction may be, around its innermost members. */
const nestedTo = (depth: number, innermost: object): object =>
  Array.from({ length: (depth - 2) / 2 }).reduce<object>((inner) => ({ positions: [1, inner] }), {
    innermost,
  });

describe.runIf(isBrowserInstalled)('the capture page, where nothing is filmed', { timeout: 120_000 }, () => {
  const flow = withSharedPageStack();
  const browser = withBrowser();
  afterEach(() => forgetEverybody(flow));

  /** Takes a check of a session as an app does, in whose camera a photo stands. */
  async function checkBy(photo: Buffer, session: string): Promise<void> {
    const path = `/verification-sessions/${session}/liveness-sessions`;
    const check = await flow.backend.post<LivenessCheck>(path);
    const picture = { name: 'me.jpg', bytes: photo, contentType: 'image/jpeg' } as const;
    await photoCamera(flow.stack.endpoint)(check, picture, 'capture');
    await flow.backend.post(`${path}/${check.liveness_session_id}/complete`);
  }

  /** The page of a held session, but for its time. */
  async function heldTextOf(page: Page): Promise<string | undefined> {
    await untilStep(page, 'We need a little more time', 60_000);
    return (await page.locator('main').textContent())?.replace(/by .+M\./, 'by some time.');
  }

  it('says when somebody who was locked out may try again, and what else they may do', async () => {
    const device = `device-${aUserId()}`;
    const session = await createSession(flow, { type: 'registration', device });
    const failing = await createSession(flow, { type: 'registration', device });
    const nobody = await aPhotoWithoutFace();
    for (let failed = 0; failed < FAILURES_THAT_LOCK; failed += 1) await checkBy(nobody, failing.id);
    const isOfLock = (url: string) => url.endsWith('/liveness-sessions');
    const page = await browser.open(addressOf(flow, session), PHONE, isOfLock);
    await agree(page);
    await standBeforeCamera(page, await selfieOf('franck'));
    await press(page, 'Turn on the camera');
    await press(page, 'Start the check');
    await page.getByText(/There were too many attempts. Try again in \d+ minutes/).waitFor();
    await page.getByRole('button', { name: 'I need another way' }).waitFor();
    await expectAccessible(page);
    // the session of the failures is over, and its page does not say for what
    const over = await browser.open(addressOf(flow, failing), PHONE);
    await untilStep(over, 'We could not verify you');
    expect(await over.locator('main').textContent()).not.toMatch(/score|percent|%|liveness/i);
  });

  it('lets a reviewer judge the document of somebody who wants no check of their face', async () => {
    const session = await createSession(flow, { type: 'registration' });
    const page = await browser.open(addressOf(flow, session), PHONE);
    await agree(page);
    await press(page, 'I need another way');
    await page.getByLabel('I do not want a check of my face').check();
    await page.getByText('Somebody of our staff looks at your document').waitFor();
    await press(page, 'Go on this way');
    await untilStep(page, 'Photograph your document');
    await sendDocument(page, await identityCardOf('franck'));
    expect(await heldTextOf(page)).toBe(HELD);
    await expectAccessible(page);
    // a reload finds the session where it was
    await page.reload();
    await untilStep(page, 'We need a little more time');
  });

  it('shows somebody on a watchlist what it shows whoever is in review, and gets no more from the API', async () => {
    const entry = await uploadEntry(flow, await selfieOf('franck'));
    onTestFinished(() => deleteEntry(flow, entry));
    const session = await createSession(flow, { type: 'registration' });
    await checkBy(await selfieOf('franck'), session.id);
    const page = await browser.open(addressOf(flow, session), PHONE);
    const decision = page.waitForResponse(async (answer) => (await answer.text()).includes('in_review'));
    await agree(page);
    await sendDocument(page, await identityCardOf('franck'));
    expect(await heldTextOf(page)).toBe(HELD);
    expect(HELD).not.toMatch(TELLING);
    expect(await (await decision).text()).not.toMatch(/watchlist|fraud|hit|wle_/i);
    const report = await flow.operator.get<Report>(`/verification-sessions/${session.id}/report`);
    expect(report.review?.reason_codes).toEqual(['watchlist_hit']);
  });

  it('stays where it was over reloads, and cancels after a question', async () => {
    const session = await createSession(flow, { type: 'registration' });
    const page = await browser.open(addressOf(flow, session), DESKTOP);
    await agree(page);
    // a reload asks for no consent twice, and finds the screen that follows a phone
    await page.reload();
    await untilStep(page, 'Turn on your camera');
    await press(page, 'Continue on your phone');
    await page.getByRole('img', { name: 'QR code' }).waitFor();
    await page.reload();
    await page.getByRole('img', { name: 'QR code' }).waitFor();
    expect(page.url()).not.toContain('#');
    await press(page, 'Continue here instead');
    await press(page, 'Cancel the verification');
    await expectAccessible(page);
    await press(page, 'Yes, cancel');
    await untilStep(page, 'The verification was canceled');
    expect(await flow.backend.get(`/verification-sessions/${session.id}`)).toMatchObject({
      status: 'canceled',
    });
  });

  it('sends whoever opens a link that was used back to where they began, or to the sign-in', async () => {
    const { id } = await createSession(flow, { type: 'registration' });
    const { url } = await flow.backend.post<{ url: string }>(`/verification-sessions/${id}/capture-links`);
    const { hash } = new URL(url);
    await flow.backend.post('/capture-links/exchange', { secret: hash.replace('#capture=', '') });
    const refused = (asked: string) => asked.endsWith('/capture-links/exchange');
    const page = await browser.open(`${flow.stack.endpoint}/capture${hash}`, PHONE, refused);
    await page
      .getByText(/This link is not valid any more\. .* Go back to the device where you began/)
      .waitFor();
    await expectAccessible(page);
    await press(page, 'Sign in');
    await page.getByLabel('User name').waitFor();
    await expectAccessible(page);
  });

  it('forgets a token that is refused, and offers to sign in instead', async () => {
    const refused = (url: string) => url.endsWith('/client-session');
    const page = await browser.open(`${flow.stack.endpoint}/capture#token=nope`, PHONE, refused);
    await page.getByText('Your access has ended.').waitFor();
    await expectAccessible(page);
    await press(page, 'Sign in');
    await untilStep(page, 'Sign in');
    const other = await browser.open(`${flow.stack.endpoint}/capture#token=nope`, PHONE, refused);
    await other.getByText('Your access has ended.').waitFor();
    await other.goto(`${flow.stack.endpoint}/capture`);
    await untilStep(other, 'Sign in');
  });

  it('shows all of the deepest transaction in 320 pixels, and offers a phone and a step-up nothing amiss', async () => {
    const userId = aUserId();
    expect((await registerPersonNamed(flow, 'franck', userId)).status).toBe('approved');
    const transaction = { payee: 'M'.repeat(60), ['long_name'.repeat(8)]: 'innermost'.repeat(20) };
    const session = await createSession(flow, {
      type: 'step_up',
      user_id: userId,
      transaction: nestedTo(MAX_TRANSACTION_DEPTH, transaction),
    });
    const page = await browser.open(addressOf(flow, session), NARROW);
    const panel = page.locator('.transaction');
    await panel.getByText(transaction.payee).waitFor();
    const outside = await page
      .locator('html, .transaction, .transaction *')
      .evaluateAll((all) =>
        all.filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.outerHTML),
      );
    expect(outside).toEqual([]);
    await expectAccessible(page);
    await agree(page);
    await untilStep(page, 'Turn on your camera');
    for (const name of ['I need another way', 'Continue on your phone'])
      expect(await page.getByRole('button', { name }).count(), name).toBe(0);
  });

  it('begins for somebody who signs in', async () => {
    // nobody is registered under this account, which the API answers to a login
    const refused = (url: string) => url.endsWith('/verification-sessions');
    const page = await browser.open(`${flow.stack.endpoint}/capture?type=registration`, PHONE, refused);
    const { username, password } = DEMO_ACCOUNTS.sam;
    await page.getByLabel('User name').fill(username);
    await page.getByLabel('Password').fill(password);
    await press(page, 'Sign in');
    await agree(page);
    await untilStep(page, 'Turn on your camera');
    await page.reload();
    await untilStep(page, 'Turn on your camera');
    await press(page, 'Cancel the verification');
    await press(page, 'Yes, cancel');
    await untilStep(page, 'The verification was canceled');
    await page.getByRole('button', { name: 'Begin again' }).waitFor();
    await expectAccessible(page);
    // the same tab is free for something else, and says what somebody may do who is not known yet
    await page.goto(`${flow.stack.endpoint}/capture?type=authentication`);
    await agree(page);
    await press(page, 'Register');
    await agree(page);
    await untilStep(page, 'Turn on your camera');
    await press(page, 'Cancel the verification');
    await press(page, 'Yes, cancel');
    await untilStep(page, 'The verification was canceled');
  });

  it.each([
    ['de', 'Ich stimme zu'],
    ['es', 'Acepto'],
    ['fr', "J'accepte"],
  ])('speaks %s, in 320 pixels, and fits from right to left', async (locale, agreement) => {
    const session = await createSession(flow, { type: 'registration' });
    const page = await browser.open(addressOf(flow, session, `?locale=${locale}`), NARROW);
    await page.getByRole('button', { name: agreement, exact: true }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe(locale);
    await expectAccessible(page);
    await page.locator('html').evaluate((html) => html.setAttribute('dir', 'rtl'));
    const overflow = await page.locator('html').evaluate((html) => html.scrollWidth - html.clientWidth);
    expect(overflow).toBe(0);
  });
});
