import {
  CloudWatchClient,
  GetMetricStatisticsCommand,
  paginateDescribeAlarms,
} from '@aws-sdk/client-cloudwatch';
import { isBrowserInstalled } from '@face-idv/local-rekognition/testing/chromium';
import type { Locator, Page } from 'playwright-core';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { metricNamespace } from '../../lambda/kernel/metrics.ts';
import { withSharedPageStack } from '../support/flow-stack.ts';
import { expectAccessible, PHONE, withBrowser } from '../support/web/browser.ts';
import { aCrowd, type Crowd } from '../support/web/crowd.ts';

const HOUR_MS = 3_600_000;
const FAULT = 'The metrics have a planted fault.';
const METRICS = '**/ops/data/metrics';
/** Longest wait for a number of something that has happened. */
const COUNTED = { timeout: 30_000, interval: 1_000 };

describe.runIf(isBrowserInstalled)('the operations page', () => {
  const flow = withSharedPageStack();
  const browser = withBrowser();

  const cloudWatch = (): CloudWatchClient => {
    const { endpoint, region } = flow.stack;
    return new CloudWatchClient({
      ...{ endpoint, region, credentials: { accessKeyId: 'LOCAL', secretAccessKey: 'LOCALSECRET' } },
    });
  };
  /** Count of a metric in the last hour, as CloudWatch has it. */
  const counted = async (MetricName: string, dimensions: Readonly<Record<string, string>>) => {
    const now = Date.now();
    const { Datapoints = [] } = await cloudWatch().send(
      new GetMetricStatisticsCommand({
        ...{ Namespace: metricNamespace('local'), MetricName, Statistics: ['Sum'], Period: HOUR_MS / 1000 },
        Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
        StartTime: new Date(now - HOUR_MS),
        EndTime: new Date(now),
      }),
    );
    return Datapoints.reduce((sum, { Sum = 0 }) => sum + Sum, 0);
  };
  const widget = (page: Page, title: string): Locator =>
    page.locator('.widget').filter({ has: page.getByRole('heading', { name: title, exact: true }) });
  const open = async (path = '/ops', options = {}): Promise<Page> => {
    const page = await browser.open(`${flow.stack.endpoint}${path}`, options, (url) =>
      url.includes('/metrics'),
    );
    await page.getByRole('heading', { level: 2 }).first().waitFor();
    return page;
  };

  /** Numbers that a chart states, by label. */
  const stated = async (page: Page, title: string): Promise<Record<string, number>> => {
    const chart = widget(page, title).getByRole('img');
    const words = (await chart.count()) > 0 ? ((await chart.getAttribute('aria-label')) ?? '') : '';
    const entries = [...words.slice(title.length + 2).matchAll(/(\S+) (\d+)(?:, |$)/g)];
    return Object.fromEntries(entries.map(([, label = '', value]) => [label, Number(value)]));
  };
  const shown = async (page: Page) => ({
    registrations: await stated(page, 'Registrations by outcome'),
    logins: await stated(page, 'Authentications by outcome'),
    held: await stated(page, 'Held for a person'),
  });
  let before: Awaited<ReturnType<typeof shown>>;
  let crowd: Crowd;
  beforeAll(async () => {
    // other files on the stack may have registered people before
    const page = await open();
    before = await shown(page);
    await page.context().close();
    crowd = await aCrowd(flow);
  });

  it('has some twenty registrations by the outcomes that they had', async () => {
    const done = {
      registrations: { approved: 3, declined: 10, error: 1, expired: 1, abandoned: 1, canceled: 3 },
      logins: { approved: 1, declined: 1 },
    };
    expect(tally(crowd.registrations)).toEqual(done.registrations);
    expect(tally(crowd.logins)).toEqual(done.logins);
    // the last events become numbers a moment after their sessions have ended
    await vi.waitFor(async () => {
      const page = await open();
      const after = await shown(page);
      await page.context().close();
      expect(without(after.registrations, before.registrations)).toEqual(done.registrations);
      expect(without(after.logins, before.logins)).toEqual(done.logins);
      expect(without(after.held, before.held)).toEqual({ duplicate_face: 2 });
    }, COUNTED);
  });

  it('names the largest of many reasons beside their chart', async () => {
    const page = await open();
    const reasons = widget(page, 'Reasons');
    const numbers = Object.values(await stated(page, 'Reasons')).toSorted((a, b) => b - a);
    expect(numbers.length).toBeGreaterThan(6);
    const named = await reasons.locator('.legend b').allTextContents();
    expect(named.map(Number)).toEqual(numbers.slice(0, 6));
  });

  it('has the numbers of CloudWatch: steps, reasons, scores with their limits, cost', async () => {
    const page = await open();
    const Type = 'registration';
    const steps = [
      ['Created', await counted('VerificationSessionCreated', { Type })],
      ['Liveness passed', await counted('CheckRecorded', { Type, Check: 'liveness', Result: 'passed' })],
      ['Submitted, each attempt', await counted('VerificationSubmitted', { Type })],
      [
        'Face matches document',
        await counted('CheckRecorded', { Type, Check: 'face_match', Result: 'passed' }),
      ],
      ['Approved', await counted('VerificationDecided', { Type, Outcome: 'approved' })],
    ] as const;
    expect(steps.map(([, count]) => count)).not.toContain(0);
    expect(await barsOf(widget(page, 'Registrations by step'))).toEqual(steps);

    const reason = { Type, Step: 'face_match', ReasonCode: 'face_mismatch' };
    expect(await barsOf(widget(page, 'Outcomes by reason'))).toContainEqual([
      Object.values(reason).join(' '),
      await counted('VerificationReason', reason),
    ]);

    const similarity = widget(page, 'Similarity of face and document, in percent');
    await similarity.getByText('limit 95', { exact: true }).waitFor();
    await similarity.getByText('sensitive 99', { exact: true }).waitFor();
    const band = { Type, Check: 'face_match', Band: '99 to 100' };
    expect(await similarity.getByRole('img').getAttribute('aria-label')).toContain(
      `99 to 100, sensitive 99 ${await counted('CheckSimilarity', band)}`,
    );
    await widget(page, 'Confidence of liveness checks, in percent').getByText('limit 80').waitFor();
    const cost = widget(page, 'Cost per approved verification, Rekognition');
    expect(Number(await cost.getByRole('definition').textContent())).toBeGreaterThan(0.01);
  });

  it('has every alarm of the templates, with its part of the runbook', async () => {
    const page = await open();
    let alarms = 0;
    for await (const { MetricAlarms = [] } of paginateDescribeAlarms({ client: cloudWatch() }, {}))
      alarms += MetricAlarms.length;
    await page.getByRole('button', { name: 'Show all alarms' }).click();
    const rows = page.getByRole('region', { name: 'List of alarms' }).getByRole('row');
    expect(await rows.count()).toBe(alarms + 1);
    const link = rows.nth(1).getByRole('link');
    const anchor = (await link.getAttribute('href'))?.split('#')[1] ?? '';
    await expectAccessible(page);
    await link.click();
    await page.locator(`h2[id="${anchor}"]`).waitFor();
    expect(await page.title()).toBe('Runbook - face-idv operations');
    await expectAccessible(page);
  });

  it('says that the newest numbers could not be read, keeps the last ones, and recovers', async () => {
    const page = await open('/ops', { ...PHONE, colorScheme: 'dark' });
    await page.route(METRICS, (route) => route.fulfill({ status: 500, json: { message: FAULT } }));
    const refresh = page.getByRole('button', { name: 'Refresh' });
    await refresh.click();
    await page.getByRole('alert').getByText(FAULT).waitFor();
    await widget(page, 'Registrations by step').getByText('Approved').waitFor();
    await page.getByRole('button', { name: 'Show all alarms' }).click();
    const overflow = await page.locator('html').evaluate((html) => html.scrollWidth - html.clientWidth);
    expect(overflow).toBe(0);
    await expectAccessible(page);
    await page.unroute(METRICS);
    await refresh.click();
    await page.getByRole('alert').waitFor({ state: 'detached' });
  });
});

/** Labels of bars, with their values. */
const barsOf = (widget: Locator): Promise<[string, number][]> =>
  widget
    .getByRole('listitem')
    .evaluateAll((items) =>
      items.map((item) => [
        item.querySelector('.bar-label')?.textContent ?? '',
        Number.parseFloat(item.querySelector('.bar-value')?.textContent ?? ''),
      ]),
    );

const tally = (sessions: readonly { readonly status: string }[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { status } of sessions) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
};

/** What has been added to numbers since they were read before. */
const without = (after: Record<string, number>, before: Record<string, number>): Record<string, number> =>
  Object.fromEntries(
    Object.entries(after)
      .map(([label, value]): [string, number] => [label, value - (before[label] ?? 0)])
      .filter(([, value]) => value !== 0),
  );
