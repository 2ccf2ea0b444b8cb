import { isBrowserInstalled } from '@face-idv/local-rekognition/testing/chromium';
import { describe, expect, it } from 'vitest';
import { withSharedPageStack } from '../support/flow-stack.ts';
import { aNewOperator, setUpAuthenticator } from '../support/operator-account.ts';
import { expectAccessible, PHONE, withBrowser } from '../support/web/browser.ts';
import { enterPassword, signInToConsole } from '../support/web/console.ts';

describe.runIf(isBrowserInstalled)('the console', () => {
  const flow = withSharedPageStack();
  const browser = withBrowser();

  it('lets an operator in by the password, shows the role, and lets them out', async () => {
    const { endpoint } = flow.stack;
    // a wrong password is answered with an error
    const page = await browser.open(`${endpoint}/console`, undefined, (url) => url === `${endpoint}/`);
    await enterPassword(page, { username: 'victor', password: 'wrong' });
    await page.getByText('The user name or the password is not right.').waitFor();
    await expectAccessible(page);
    await signInToConsole(page, 'victor');
    await page.getByRole('heading', { level: 1, name: 'Sessions' }).waitFor();
    await page.getByRole('button', { name: 'Use the dark mode' }).click();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'victor' }).click();
    await page.getByText('Viewer', { exact: true }).locator('visible=true').waitFor();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByLabel('User name').waitFor();
  });

  it('asks a new operator for a password of their own, and for the code of their app once they have one', async () => {
    const { username, password } = await aNewOperator(flow.stack, 'viewers');
    const page = await browser.open(`${flow.stack.endpoint}/console`, PHONE);
    await enterPassword(page, { username, password });
    const own = `${password}-own`;
    await page.getByLabel('New password').fill(own);
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('heading', { level: 1, name: 'Sessions' }).waitFor();
    await expectAccessible(page);
    const nextCode = await setUpAuthenticator(flow.stack, { username, password: own });
    // tokens stay in the tab that has them
    const tab = await page.context().newPage();
    await tab.goto(`${flow.stack.endpoint}/console`);
    await enterPassword(tab, { username, password: own });
    await tab.getByLabel('Code').fill(nextCode());
    await tab.getByRole('button', { name: 'Continue' }).click();
    await tab.getByRole('heading', { level: 1, name: 'Sessions' }).waitFor();
  });

  it('shows how an authenticator app is set up where the user pool asks for one', async () => {
    const page = await browser.open(`${flow.stack.endpoint}/console`);
    const answers: Readonly<Record<string, object>> = {
      RespondToAuthChallenge: {
        ChallengeName: 'MFA_SETUP',
        Session: 'a-session-of-the-user-pool',
        ChallengeParameters: { MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA"]' },
      },
      AssociateSoftwareToken: { SecretCode: 'JBSWY3DPEHPK3PXP', Session: 'a-session-of-the-user-pool' },
    };
    await page.route(`${flow.stack.endpoint}/`, (route) => {
      const operation = route.request().headers()['x-amz-target']?.split('.')[1] ?? '';
      const json = answers[operation];
      return json ? route.fulfill({ json, contentType: 'application/x-amz-json-1.1' }) : route.fallback();
    });
    await signInToConsole(page, 'victor');
    await page.getByRole('img', { name: 'QR code for the authenticator app' }).waitFor();
    await page.getByText('JBSWY3DPEHPK3PXP').waitFor();
    await expectAccessible(page);
  });

  it('is not for end users, and has no page at an address that it does not know', async () => {
    const page = await browser.open(`${flow.stack.endpoint}/console`);
    await signInToConsole(page, 'sam');
    await page.getByText('This account may not use the console').waitFor();
    await expectAccessible(page);
    expect(await page.getByRole('navigation').count()).toBe(0);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.goto(`${flow.stack.endpoint}/console/nowhere`);
    await signInToConsole(page, 'olivia');
    await page.getByText('The console has no page at this address.').waitFor();
  });
});
