import '../../local/start/quiet-sdk.ts';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CHROMIUM } from '@face-idv/local-rekognition/testing/chromium';
import { type Browser, chromium } from 'playwright-core';
import { printedSteps } from '../../local/demo/step-reporter.ts';
import { buildPages } from '../../local/pages/build-pages.ts';
import { runCommand } from '../../local/start/command.ts';
import type { Ending } from '../../local/start/ending.ts';
import { startLocalStack } from '../../local/start/local-stack.ts';
import { print } from '../../local/start/output.ts';
import { LOCAL_FOLDER } from '../../local/start/places.ts';
import { synthesize } from '../../local/start/synthesize.ts';
import { type SeededStack, seed } from './people.ts';
import { SCREENS, type Screen, THEMES, type Theme, writePicture } from './picture.ts';
import { SCENES, type Scene, signIn } from './scenes.ts';

const USAGE = `npm run screenshots [-- --only console]

  Starts a stack of its own with a few registrations, and writes what each page shows, light and dark, on
  a phone and a desktop, into docs/screenshots. Needs Chromium.

  --only  scenes whose name begins so`;

const root = fileURLToPath(new URL('../..', import.meta.url));
const FOLDER = join(root, 'docs/screenshots');

async function main(only: string, ending: Ending): Promise<void> {
  const steps = printedSteps(print);
  const scenes = SCENES.filter(({ name }) => name.startsWith(only));
  const dataDir = await mkdtemp(join(tmpdir(), 'face-idv-screenshots-'));
  ending.onEnd(() => rm(dataDir, { recursive: true, force: true }));
  const stack = await steps.run('start a stack', async () => {
    const { cdkOut } = await synthesize(root, join(root, LOCAL_FOLDER));
    const pages = await buildPages(root, join(root, LOCAL_FOLDER));
    const value = await startLocalStack({ cdkOut, dataDir, port: 0, pages, log: () => {} });
    return { value, result: value.endpoint };
  });
  ending.onEnd(() => stack.close());
  const seeded = await steps.run('register people', async () => ({
    value: await seed(stack),
    result: 'approved, held, declined',
  }));
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: ['--no-sandbox', '--disable-gpu'],
  });
  ending.onEnd(() => browser.close());
  await mkdir(FOLDER, { recursive: true });
  for (const scene of scenes)
    await steps.run(scene.name, async () => {
      const files = await picturesOf(scene, browser, stack.endpoint, seeded);
      return { value: undefined, result: `${files} pictures` };
    });
}

/** Writes a scene on each of its screens in each theme. @returns how many */
async function picturesOf(
  scene: Scene,
  browser: Browser,
  endpoint: string,
  seeded: SeededStack,
): Promise<number> {
  const screens = scene.screens ?? (Object.keys(SCREENS) as Screen[]);
  const wanted = screens.flatMap((screen) => THEMES.map((theme) => ({ screen, theme })));
  for (const { screen, theme } of wanted) await picture(scene, screen, theme, { browser, endpoint, seeded });
  return wanted.length;
}

async function picture(
  { name, path, account, until }: Scene,
  screen: Screen,
  theme: Theme,
  { browser, endpoint, seeded }: { browser: Browser; endpoint: string; seeded: SeededStack },
): Promise<void> {
  const context = await browser.newContext({
    ...SCREENS[screen],
    colorScheme: theme,
    locale: 'en-US',
    // pictures that differ from run to run in nothing but what changed
    timezoneId: 'UTC',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  await page.goto(`${endpoint}${typeof path === 'string' ? path : path(seeded)}`);
  if (account) await signIn(page, account);
  await until(page);
  // an expression is matched against the text as it is, with the space behind a spinner
  await page
    .getByText(/\bLoading .*…/)
    .first()
    .waitFor({ state: 'detached' });
  await writePicture(page, join(FOLDER, `${name}-${screen}-${theme}.png`));
  await context.close();
}

await runCommand({
  usage: USAGE,
  options: { only: { type: 'string', default: '' } },
  main: ({ values }, ending) => main(values.only ?? '', ending),
});
