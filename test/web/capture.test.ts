import { isBrowserInstalled } from '@face-idv/local-rekognition/testing/chromium';
import { blurred, selfieOf } from '@face-idv/local-rekognition/testing/photos';
import type { Page } from 'playwright-core';
import { afterEach, describe, expect, it } from 'vitest';
import { forgetEverybody, withSharedPageStack } from '../support/flow-stack.ts';
import { identityCardOf } from '../support/identity-card-of.ts';
import { aUserId, registerPersonNamed } from '../support/registrations.ts';
import { DESKTOP, expectAccessible, PHONE, withBrowser } from '../support/web/browser.ts';
import {
  addressOf,
  agree,
  beginCheck,
  chooseDocument,
  createSession,
  failOnce,
  press,
  sendDocument,
  standBeforeCamera,
  TELLING,
  takeCheck,
  untilStep,
} from '../support/web/capture.ts';

/** Longest wait for a decision. */
const DECISION_MS = 60_000;

const PAYMENT = { amount: '1250.00', currency: 'EUR', payee: 'Miriam Stone' };

describe.runIf(isBrowserInstalled)('the capture page', { timeout: 240_000 }, () => {
  const flow = withSharedPageStack();
  const browser = withBrowser();
  afterEach(() => forgetEverybody(flow));
  const textOf = (page: Page) => page.locator('main').textContent();

  it('registers on a phone that has taken over from a desktop, which shows the result too', async () => {
    const session = await createSession(flow, { type: 'registration' });
    const desktop = await browser.open(addressOf(flow, session), DESKTOP);
    await desktop.getByRole('button', { name: 'I agree' }).waitFor();
    expect(desktop.url()).not.toContain('token');
    await expectAccessible(desktop);
    await agree(desktop);
    await untilStep(desktop, 'Turn on your camera');
    await expectAccessible(desktop);
    const [link] = await Promise.all([
      desktop.waitForResponse((response) => response.url().endsWith('/capture-links')),
      press(desktop, 'Continue on your phone'),
    ]);
    await desktop.getByRole('img', { name: 'QR code with the link for your phone' }).waitFor();
    await expectAccessible(desktop);

    const { hash } = new URL(((await link.json()) as { url: string }).url);
    const isOfFault = (url: string) => url.endsWith('/submit');
    const phone = await browser.open(`${flow.stack.endpoint}/capture${hash}`, PHONE, isOfFault);
    expect(phone.url()).not.toContain('capture=');
    await agree(phone);
    await standBeforeCamera(phone, await selfieOf('franck'));
    await expectAccessible(phone);
    await beginCheck(phone);
    // a photo that would be refused is stopped on the page, which asks the API nothing
    const uploads: string[] = [];
    phone.on('request', (request) => {
      if (request.url().endsWith('/documents')) uploads.push(request.url());
    });
    await untilStep(phone, 'Photograph your document');
    await expectAccessible(phone);
    const card = await identityCardOf('franck');
    await chooseDocument(phone, await blurred(card));
    await phone.getByText('The picture is blurry.').waitFor();
    expect(uploads).toEqual([]);
    // a server that fails once, for longer than the client repeats
    await failOnce(phone, '**/submit', 4);
    await sendDocument(phone, card);
    await phone.getByText('Something went wrong on our side.').waitFor({ timeout: DECISION_MS });
    await expectAccessible(phone);
    await press(phone, 'Try again');
    await untilStep(phone, 'You are registered', DECISION_MS);
    await expectAccessible(phone);
    await untilStep(desktop, 'You are registered', DECISION_MS);
    expect(await textOf(phone)).not.toMatch(TELLING);
  });

  it('recognizes the person at a login, over a fault, and not an impostor, whom it does not tell why', async () => {
    const userId = aUserId();
    expect((await registerPersonNamed(flow, 'franck', userId)).status).toBe('approved');
    const victim = aUserId();
    expect((await registerPersonNamed(flow, 'cage', victim)).status).toBe('approved');
    const [own, other] = [
      await createSession(flow, { type: 'authentication', user_id: userId }),
      await createSession(flow, { type: 'authentication', user_id: victim }),
    ];
    const ofPerson = async () => {
      const isOfFault = (url: string) => url.endsWith('/liveness-sessions');
      const page = await browser.open(addressOf(flow, own), PHONE, isOfFault);
      await failOnce(page, '**/liveness-sessions', 1);
      await takeCheck(page, await selfieOf('franck'));
      await untilStep(page, 'It is you', DECISION_MS);
      await expectAccessible(page);
    };
    const ofImpostor = async () => {
      const page = await browser.open(addressOf(flow, other), PHONE);
      await takeCheck(page, await selfieOf('franck'));
      await untilStep(page, 'We could not verify you', DECISION_MS);
      await expectAccessible(page);
      expect(await textOf(page)).not.toMatch(TELLING);
    };
    await ofPerson();
    await ofImpostor();
  });

  it('shows what a step-up approves, and takes the other challenge of somebody whom flashes harm', async () => {
    const userId = aUserId();
    expect((await registerPersonNamed(flow, 'franck', userId)).status).toBe('approved');
    const payment = await createSession(flow, {
      type: 'step_up',
      user_id: userId,
      transaction: PAYMENT,
    });
    const registration = await createSession(flow, { type: 'registration' });
    const approves = async () => {
      const page = await browser.open(addressOf(flow, payment), PHONE);
      for (const text of Object.values(PAYMENT)) await page.getByText(text).first().waitFor();
      await takeCheck(page, await selfieOf('franck'));
      await untilStep(page, 'Approved', DECISION_MS);
      await page.getByText(PAYMENT.payee).waitFor();
      await expectAccessible(page);
    };
    const withoutLight = async () => {
      const page = await browser.open(addressOf(flow, registration), PHONE);
      await agree(page);
      await standBeforeCamera(page, await selfieOf('franck'));
      await press(page, 'I need another way');
      await expectAccessible(page);
      await page.getByLabel('Flashing light is not good for me').check();
      await press(page, 'Go on this way');
      await beginCheck(page);
      await untilStep(page, 'Photograph your document', 120_000);
    };
    await approves();
    await withoutLight();
  });
});
