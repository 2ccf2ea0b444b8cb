import { join } from 'node:path';
import { ManualClock } from '@face-idv/local-rekognition/testing/manual-clock';
import { describe, expect, it, onTestFinished } from 'vitest';
import { linesUntilKilled } from '../support/killed-process.ts';
import { aFolder, anEntry, anEventBus, aRule, RULE_ARN, until } from './an-event-bus.ts';

const decided = { EventPattern: { source: ['verification'], detail: { outcome: ['approved'] } } };

describe('a rule', () => {
  it('delivers the events that match its pattern, and no others', async () => {
    const bus = await anEventBus([aRule(decided)]);
    onTestFinished(() => bus.events.close());
    await bus.events.start();
    await bus.put(anEntry(), anEntry({ Detail: '{"outcome":"declined"}' }), anEntry({ Source: 'other' }));
    await until(() => bus.delivered.length > 0);
    expect(bus.delivered).toMatchObject([
      {
        arn: 'arn:target',
        payload: {
          version: '0',
          source: 'verification',
          'detail-type': 'Decided',
          detail: { outcome: 'approved' },
        },
      },
    ]);
  });

  it('does nothing while it is disabled', async () => {
    const bus = await anEventBus([aRule({ ...decided, State: 'DISABLED' })]);
    onTestFinished(() => bus.events.close());
    await bus.events.start();
    await bus.put(anEntry());
    expect(bus.attempts).toEqual([]);
  });

  it('gives its target the input that the template says', async () => {
    const Targets = [{ Id: 'target', Arn: 'arn:target', Input: '{"fixed":1}' }];
    const bus = await anEventBus([aRule({ ...decided, Targets })]);
    onTestFinished(() => bus.events.close());
    await bus.events.start();
    await bus.put(anEntry());
    await until(() => bus.delivered.length > 0);
    expect(bus.delivered[0]?.payload).toEqual({ fixed: 1 });
  });

  it.each([
    ['a cron expression', { ScheduleExpression: 'cron(0 3 * * ? *)' }, /is not a rate/],
    ['an operator', { EventPattern: { source: [{ prefix: 'a' }] } }, /prefix.* are not emulated/],
    ['a part of the event', { Targets: [{ Arn: 'arn:target', InputPath: '$.detail' }] }, /InputPath/],
    [
      'an input transformer',
      { Targets: [{ Arn: 'arn:target', InputTransformer: { InputTemplate: '"x"' } }] },
      /InputTransformer/,
    ],
  ])('refuses %s, which is not emulated', async (_name, properties, reason) => {
    await expect(anEventBus([aRule(properties)])).rejects.toThrow(reason);
  });
});

describe('a delivery', () => {
  it('is tried again, each time after twice as long', async () => {
    let failures = 3;
    const bus = await anEventBus([aRule(decided)], { fails: () => failures-- > 0 });
    onTestFinished(() => bus.events.close());
    await bus.events.start();
    await bus.put(anEntry());
    for (const seconds of [2, 4, 8]) {
      await bus.clock.asleep();
      expect(bus.clock.remaining).toEqual([seconds * 1000]);
      bus.clock.advance(seconds * 1000);
    }
    await until(() => bus.delivered.length === 1);
    expect(bus.attempts).toHaveLength(4);
  });

  it('goes to the dead-letter queue after its last retry', async () => {
    const Targets = [
      {
        Id: 't',
        Arn: 'arn:target',
        RetryPolicy: { MaximumRetryAttempts: 1 },
        DeadLetterConfig: { Arn: 'arn:dead' },
      },
    ];
    const bus = await anEventBus([aRule({ ...decided, Targets })], { fails: (arn) => arn === 'arn:target' });
    onTestFinished(() => bus.events.close());
    await bus.events.start();
    await bus.put(anEntry());
    await bus.clock.asleep();
    bus.clock.advance(2000);
    await until(() => bus.delivered.length === 1);
    expect(bus.attempts).toEqual(['arn:target', 'arn:target', 'arn:dead']);
  });

  it('that was accepted is made by the next process', async () => {
    const dataDir = await aFolder();
    const first = await anEventBus([aRule(decided)], { dataDir });
    await first.put(anEntry());
    await first.events.close();
    expect(first.attempts).toEqual([]);
    const second = await anEventBus([aRule(decided)], { dataDir });
    onTestFinished(() => second.events.close());
    await second.events.start();
    await until(() => second.delivered.length === 1);
    expect(second.delivered).toMatchObject([{ arn: 'arn:target', payload: { source: 'verification' } }]);
  });
});

/** Processes that are killed one after another. */
const LIVES = 5;

describe('a bus that is killed', () => {
  it('delivers, over its next lives, every event that it accepted', async () => {
    const dataDir = await aFolder();
    const lines: string[] = [];
    const idsOf = (what: string) =>
      lines.filter((line) => line.startsWith(`${what} `)).map((line) => line.split(' ')[1] ?? '');
    const missed = () => {
      const delivered = new Set(idsOf('delivered'));
      return idsOf('accepted').filter((id) => !delivered.has(id));
    };
    // a life may end just when everything it accepted is delivered: then another one is needed
    for (let kill = 0; kill < LIVES || (missed().length === 0 && kill < 10 * LIVES); kill++) {
      const count = 20 + Math.floor(Math.random() * 150);
      const writer = join(import.meta.dirname, 'crash-writer.ts');
      lines.push(...(await linesUntilKilled(writer, [dataDir, `${kill}`], count)));
    }
    const missing = missed();
    const last = await anEventBus([], { dataDir, clock: new ManualClock(Date.now()) });
    onTestFinished(() => last.events.close());
    await last.events.start();
    const gotNow = () =>
      last.delivered.map(({ payload }) => (payload as { detail: { id: string } }).detail.id);
    await until(() => missing.every((id) => gotNow().includes(id)));
    expect(missing.length).toBeGreaterThan(0);
  });
});

describe('a schedule', () => {
  const minutely = { ScheduleExpression: 'rate(1 minute)' };

  it('delivers at every time that is due', async () => {
    const bus = await anEventBus([aRule(minutely)]);
    onTestFinished(() => bus.events.close());
    await bus.events.start();
    for (const count of [1, 2, 3]) {
      await bus.clock.asleep();
      expect(bus.clock.remaining).toEqual([60_000]);
      bus.clock.advance(60_000);
      await until(() => bus.delivered.length === count);
    }
    expect(bus.delivered[0]?.payload).toMatchObject({
      source: 'aws.events',
      'detail-type': 'Scheduled Event',
      resources: [RULE_ARN],
      time: '2026-03-01T12:01:00Z',
    });
  });

  it('makes up once for the times that passed while nothing ran, and keeps its rhythm', async () => {
    const dataDir = await aFolder();
    const clock = new ManualClock();
    const first = await anEventBus([aRule(minutely)], { dataDir, clock });
    await first.events.start();
    await clock.asleep();
    await first.events.close();
    clock.advance(150_000);
    const second = await anEventBus([aRule(minutely)], { dataDir, clock });
    onTestFinished(() => second.events.close());
    await second.events.start();
    await until(() => second.delivered.length === 1);
    await clock.asleep();
    expect(clock.remaining).toEqual([30_000]);
    expect(second.delivered).toHaveLength(1);
  });
});

describe('a service', () => {
  it('puts its own events on the default bus', async () => {
    const bus = await anEventBus([aRule({ EventPattern: { source: ['aws.states'] } })]);
    onTestFinished(() => bus.events.close());
    await bus.events.start();
    await bus.events.publish({
      source: 'aws.states',
      detailType: 'Changed',
      resources: ['arn:x'],
      detail: { a: 1 },
    });
    await until(() => bus.delivered.length === 1);
    expect(bus.delivered[0]?.payload).toMatchObject({
      'detail-type': 'Changed',
      resources: ['arn:x'],
      detail: { a: 1 },
    });
  });
});
