import { parseArgs } from 'node:util';
import { DEFAULT_CAPACITY_LIMITS, DEFAULT_CAPACITY_PRICES } from '../lambda/collections/contract.ts';
import { type CapacityPlan, grown, planCapacity } from '../lambda/collections/domain/capacity.ts';

const USAGE = `npm run plan -- --faces 80M --users 40M [--images 80M] [--growth 20 --years 3] [--mode face|user] [--regions 1|2]
    [--registrations 100k] [--authentications 1M] [--peak 5] [--fill 80] [--json]
  --images: where not every face has one of its own; --growth: percent a year; --mode: searched by face or by user;
  --registrations, --authentications: a month; --peak: registrations in the busiest second; --fill: percent of a collection`;
const UNITS: Readonly<Record<string, number>> = { '': 1, k: 1e3, m: 1e6, g: 1e9 };
const OPTIONS = {
  faces: { type: 'string' },
  users: { type: 'string' },
  images: { type: 'string' },
  growth: { type: 'string', default: '0' },
  years: { type: 'string', default: '1' },
  mode: { type: 'string', default: 'face' },
  regions: { type: 'string', default: '1' },
  registrations: { type: 'string', default: '0' },
  authentications: { type: 'string', default: '0' },
  peak: { type: 'string', default: '0' },
  fill: { type: 'string', default: '100' },
  json: { type: 'boolean', default: false },
} as const;

/** Reads a count such as `80M`, `1.5m` or `400000`. @throws RangeError when it is none */
function count(name: string, text: string | undefined): number {
  const [, digits, unit = ''] = /^(\d+(?:\.\d+)?)([kmg]?)$/i.exec(text ?? '') ?? [];
  const factor = UNITS[unit.toLowerCase()];
  if (digits === undefined || factor === undefined) {
    throw new RangeError(`--${name} takes a count such as 400000, 400k or 80M, and got ${text ?? 'nothing'}`);
  }
  return Number(digits) * factor;
}

/** Reads one of a few words. @throws RangeError when it is another */
function oneOf<Word extends string>(name: string, words: readonly Word[], text: string): Word {
  const word = words.find((one) => one === text);
  if (word === undefined) throw new RangeError(`--${name} takes ${words.join(' or ')}, and got ${text}`);
  return word;
}

function table(plan: CapacityPlan): string {
  const rows: readonly (readonly [string, string])[] = [
    ['faces of a user', plan.facesPerUser.toFixed(1)],
    ['users in a collection', plan.usersPerCollection.toLocaleString('en')],
    ['collections to search by face', String(plan.collectionsForFaces)],
    ['collections to search by user', String(plan.collectionsForUsers)],
    ['calls of a search over all shards', String(plan.searchesAllShards)],
    ['searches in the busiest second', String(plan.peakSearchesPerSecond)],
    [
      'quota of searches suffices',
      plan.searchQuotaSuffices ? 'yes' : 'no: ask for more, or spread over regions',
    ],
    ['indexing every image once', `${plan.indexingHours} h at the quota, $${plan.indexingUsd.toFixed(2)}`],
    ['a month on AWS', `$${plan.monthlyUsd.toFixed(2)}`],
  ];
  return rows.map(([name, value]) => `  ${name.padEnd(40)}${value}`).join('\n');
}

const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

try {
  const { values } = parseArgs({ options: OPTIONS });
  const [growth, years] = [count('growth', values.growth), count('years', values.years)];
  const inTheEnd = (name: string, text: string | undefined) => grown(count(name, text), growth, years);
  const plan = planCapacity(
    {
      images: inTheEnd('images', values.images ?? values.faces),
      faces: inTheEnd('faces', values.faces),
      users: inTheEnd('users', values.users),
      mode: oneOf('mode', ['face', 'user'], values.mode),
      regions: oneOf('regions', ['1', '2'], values.regions) === '2' ? 2 : 1,
      registrationsPerMonth: count('registrations', values.registrations),
      authenticationsPerMonth: count('authentications', values.authentications),
      peakRegistrationsPerSecond: count('peak', values.peak),
    },
    { ...DEFAULT_CAPACITY_LIMITS, fillPercent: count('fill', values.fill) },
    DEFAULT_CAPACITY_PRICES,
  );
  process.stdout.write(`${table(plan)}\n`);
  if (values.json) {
    const figures = Object.fromEntries(Object.entries(plan).map(([name, value]) => [snakeCase(name), value]));
    process.stdout.write(`${JSON.stringify(figures)}\n`);
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\nusage: ${USAGE}\n`);
  process.exitCode = 1;
}
