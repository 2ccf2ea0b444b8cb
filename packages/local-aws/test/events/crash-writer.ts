import { writeSync } from 'node:fs';
import { systemClock } from '../../src/clock.ts';
import { createEvents } from '../../src/events/events.ts';
import { anEntry, aRule, putEvents } from './an-event-bus.ts';

/*
 * Puts events as fast as it can until it is killed. Prints `accepted <id>` for what was acknowledged and
 * `delivered <id>` for what its target got. Arguments: data directory, prefix of the ids.
 */

const [, , dataDir = '', prefix = ''] = process.argv;
const print = (line: string) => writeSync(1, `${line}\n`);
const events = await createEvents({
  dataDir,
  clock: systemClock,
  region: 'us-east-1',
  accountId: '000000000000',
  deliver: async (_arn, payload) => {
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 20));
    print(`delivered ${(payload as { detail: { id: string } }).detail.id}`);
  },
});
await events.provision([aRule({ EventPattern: { source: ['verification'] } })]);
await events.start();

async function put(sender: number): Promise<never> {
  for (let count = 0; ; count++) {
    const id = `${prefix}-${sender}-${count}`;
    await putEvents(events, [anEntry({ Detail: JSON.stringify({ id }) })]);
    print(`accepted ${id}`);
  }
}

await Promise.all([put(0), put(1)]);
