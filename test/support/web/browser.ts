import { AxeBuilder } from '@axe-core/playwright';
import { CHROMIUM } from '@face-idv/local-rekognition/testing/chromium';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A phone of the smallest common size, and a desktop. */
export const PHONE: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
};
export const DESKTOP: BrowserContextOptions = { viewport: { width: 1280, height: 900 } };

/** A request that a page may answer with an error without being at fault, such as `/complete`. */
type Expected = (url: string) => boolean;

export interface TestBrowser {
  /**
   * Opens a page in a session of its own. The test fails afterwards if a page asked another host, broke its content
   * security policy, or wrote an error to the console.
   * @param refused requests that are answered with an error on purpose, which the console reports
   * @param kept JSON of what the tab's session storage holds when the page is loaded
   */
  open(url: string, options?: BrowserContextOptions, refused?: Expected, kept?: string): Promise<Page>;
}

/** A browser for the tests of a file. */
export function withBrowser(): TestBrowser {
  let browser: Browser;
  const faults: string[] = [];
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGUMENTS });
  });
  afterAll(() => browser.close());
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
    expect(faults.splice(0)).toEqual([]);
  });
  return {
    open: async (url, options = DESKTOP, refused = () => false, kept) => {
      const context = await browser.newContext({ locale: 'en-US', ...options });
      const page = await context.newPage();
      watch(page, faults, refused);
      if (kept !== undefined) await page.addInitScript(keptInTab(kept));
      await page.goto(url);
      return page;
    },
  };
}

/** Fills the storage of a tab's first page alone: later ones find what was kept or forgotten since. */
const keptInTab = (kept: string): string =>
  `if (window.name === '') { window.name = 'kept'; Object.assign(sessionStorage, ${kept}); }`;

function watch(page: Page, faults: string[], refused: Expected): void {
  page.on('pageerror', (error) => faults.push(`${error.name}: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() !== 'error' || refused(message.location().url)) return;
    faults.push(`console: ${message.text()} (${message.location().url})`);
  });
  page.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (['http:', 'https:', 'ws:', 'wss:'].includes(protocol) && hostname !== 'localhost')
      faults.push(`asked ${hostname}`);
  });
}

/** Fails with each rule of WCAG 2.2 AA that a page breaks, and where. */
export async function expectAccessible(page: Page): Promise<void> {
  await untilStill(page);
  const { violations } = await new AxeBuilder({ page })
    .options({ resultTypes: ['violations'] })
    // without a second page for frames of other sites, of which ours have none: it takes longer than the rules
    .setLegacyMode()
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(', ')}`);
  expect(found).toEqual([]);
}

/** Waits for what fades in, such as a dialog: half of its colors have half of their contrast. */
async function untilStill(page: Page): Promise<void> {
  await page.evaluate(UNTIL_STILL);
}

/** Animations without an end turn for as long as something is loading; one that is canceled is over too. */
const UNTIL_STILL = `Promise.all(
  document.getAnimations()
    .filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity)
    .map(({ finished }) => finished.catch(() => {})),
).then(() => {})`;
