import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import type { FlowStack } from '../flow-stack.ts';
import { aUserId } from '../registrations.ts';

/** Longest wait for a liveness check: it takes a dozen seconds, and more beside others. */
const CHECK_MS = 90_000;

/** What would tell a fraud what to do better. */
export const TELLING = /score|similar|confidence|percent|%|match|liveness|spoof|duplicate|watchlist/i;

interface CreatedSession {
  readonly id: string;
  readonly user_id: string;
  readonly client_token: string;
}

interface WantedSession {
  readonly type: 'registration' | 'authentication' | 'step_up' | 're_enrollment';
  readonly user_id?: string;
  readonly transaction?: object;
  /** @default one of the person's own */
  readonly device?: string;
}

/** Creates a session as a backend does, for a person of whom nothing is known, on a device of their own. */
export async function createSession(flow: FlowStack, wanted: WantedSession): Promise<CreatedSession> {
  const { device = `device-${randomUUID()}`, ...body } = wanted;
  const user_id = wanted.user_id ?? aUserId();
  flow.registered.add(user_id);
  return flow.backend.post<CreatedSession>('/verification-sessions', {
    ...body,
    user_id,
    device: { id: device },
    consent: { given: true, notice_version: '2026-01' },
  });
}

/** Address of the capture page for a client token. */
export const addressOf = ({ stack }: FlowStack, { client_token }: CreatedSession, query = ''): string =>
  `${stack.endpoint}/capture${query}#token=${client_token}`;

export const press = (page: Page, name: string): Promise<void> => page.getByRole('button', { name }).click();

/** Waits until the page shows a step. @throws Error with what it shows instead */
export async function untilStep(page: Page, heading: string | RegExp, timeout = 30_000): Promise<void> {
  try {
    await page.getByRole('heading', { level: 1, name: heading }).waitFor({ timeout });
  } catch (cause) {
    const shown = await page.locator('main').textContent();
    throw new Error(`the page does not come to "${heading}", it shows: ${shown}`, { cause });
  }
}

const jpeg = (name: string, buffer: Buffer) => ({ name, mimeType: 'image/jpeg', buffer });

/** Agrees with the consent text. */
export const agree = (page: Page): Promise<void> => press(page, 'I agree');

/** Lets calls of a pattern fail as a server does that is down, so many times. */
export async function failOnce(page: Page, pattern: string, times: number): Promise<void> {
  const body = JSON.stringify({ type: 'about:blank#internal_error', code: 'internal_error', status: 503 });
  await page.route(
    pattern,
    (route) => route.fulfill({ status: 503, contentType: 'application/problem+json', body }),
    { times },
  );
}

/** Agrees, turns on a camera in which a photo stands, and takes the check up to its judgment. */
export async function takeCheck(page: Page, photo: Buffer): Promise<void> {
  await agree(page);
  await standBeforeCamera(page, photo);
  await beginCheck(page);
}

export async function standBeforeCamera(page: Page, photo: Buffer): Promise<void> {
  await page.getByLabel("Use a photo as the camera's picture").setInputFiles(jpeg('me.jpg', photo));
  await page.getByText('The photo me.jpg stands in for your camera.').waitFor({ timeout: CHECK_MS });
}

/** Checks that a person may take until one passes: on a busy machine the camera's pictures may come too late. */
const MAX_CHECKS = 2;

/** Turns the camera on and takes a check, and another one as the page proposes, until one has passed. */
export async function beginCheck(page: Page): Promise<void> {
  await press(page, 'Turn on the camera');
  for (let checks = 1; checks <= MAX_CHECKS; checks += 1) {
    await press(page, 'Start the check');
    await untilStep(page, 'Look into the camera', CHECK_MS);
    await page.getByRole('heading', { level: 1, name: 'Look into the camera' }).waitFor({
      state: 'detached',
      timeout: CHECK_MS,
    });
    await page.getByText('Your check is being looked at').waitFor({ state: 'detached' });
    const failed = page.getByRole('heading', { level: 1, name: 'That did not work' });
    if (!(await failed.isVisible())) return;
    if (checks < MAX_CHECKS) await press(page, 'Try again');
  }
  const shown = await page.locator('main').textContent();
  throw new Error(`no check of ${MAX_CHECKS} has passed, the page shows: ${shown}`);
}

/** Chooses the photo of a document, which the page judges. */
export const chooseDocument = (page: Page, photo: Buffer): Promise<void> =>
  page.getByLabel('Choose a photo').setInputFiles(jpeg('document.jpg', photo));

/** Chooses a photo that the page lets pass, and uses it. */
export async function sendDocument(page: Page, photo: Buffer): Promise<void> {
  await chooseDocument(page, photo);
  await press(page, 'Use this photo');
}
