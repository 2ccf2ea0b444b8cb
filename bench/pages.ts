import '../local/start/quiet-sdk.ts';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CHROMIUM } from '@face-idv/local-rekognition/testing/chromium';
import { type Browser, chromium } from 'playwright-core';
import { verificationApi } from '../local/demo/verification-api.ts';
import { buildPages } from '../local/pages/build-pages.ts';
import { type LocalStack, startLocalStack } from '../local/start/local-stack.ts';
import { synthesize } from '../local/start/synthesize.ts';

/** How much slower than this machine a phone of the middle class is taken to be, as Lighthouse does. */
const SLOWDOWN = 4;
const RUNS = 7;
/** A person waits for the page with the phone in the hand. */
const GOAL_MS = 2000;

const root = fileURLToPath(new URL('..', import.meta.url));

/** Opens the capture page of a new session in an empty cache. @returns ms until its person can agree */
async function openOnce(stack: LocalStack, browser: Browser, run: number): Promise<number> {
  const backend = verificationApi(stack.apiUrl, () => stack.tokens.backend());
  const { client_token } = await backend.post<{ client_token: string }>('/verification-sessions', {
    type: 'registration',
    user_id: `person-${run}`,
    device: { id: `phone-${run}` },
    consent: { given: true, notice_version: '2026-01' },
  });
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, isMobile: true });
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN });
  const began = performance.now();
  await page.goto(`${stack.endpoint}/capture#token=${client_token}`, { waitUntil: 'commit' });
  // a click that has an effect: the page is there, and answers
  await page.getByRole('button', { name: 'I agree' }).click();
  await page.getByRole('heading', { level: 1, name: 'Turn on your camera' }).waitFor();
  const took = performance.now() - began;
  await context.close();
  return took;
}

const dataDir = await mkdtemp(join(tmpdir(), 'face-idv-pages-bench-'));
const { cdkOut } = await synthesize(root, join(root, '.local'));
const pages = await buildPages(root, join(root, '.local'));
const stack = await startLocalStack({ cdkOut, dataDir, port: 0, pages, log: () => {} });
const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
try {
  // the first loads the functions, which AWS keeps loaded or not: the decide benchmark measures that
  await openOnce(stack, browser, 0);
  const times: number[] = [];
  for (let run = 1; run <= RUNS; run += 1) times.push(await openOnce(stack, browser, run));
  const sorted = times.toSorted((one, other) => one - other).map(Math.round);
  const median_ms = sorted[Math.floor(RUNS / 2)];
  const result = { slowdown: SLOWDOWN, goal_ms: GOAL_MS, median_ms, slowest_ms: sorted.at(-1) };
  process.stdout.write(`capture page, interactive: ${JSON.stringify(result)}\n`);
} finally {
  await browser.close();
  await stack.close();
  await rm(dataDir, { recursive: true, force: true });
}
