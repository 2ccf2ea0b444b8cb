import { capacityLimitsIn, DEFAULT_CAPACITY_PRICES } from '../lambda/collections/contract.ts';
import { type CapacityPlan, grown, planCapacity } from '../lambda/collections/domain/capacity.ts';
import {
  falseMatchRateFor,
  falsePositiveIdentificationRate,
  type Gallery,
  MAX_FALSE_POSITIVE_IDENTIFICATION_RATE,
} from '../lambda/collections/domain/gallery-rates.ts';
import { type CommandInput, runCommand, UsageError } from '../local/start/command.ts';
import { print } from '../local/start/output.ts';

const USAGE = `npm run plan -- --faces 80M --users 40M [--images 80M] [--growth 20 --years 3] [--mode face|user] [--regions 1|2]
    [--registrations 100k] [--authentications 1M] [--peak 5] [--deleted 5] [--fill 80] [--region eu-west-1]
    [--detect-selfies] [--watchlists 1] [--false-match-rate 1e-8] [--searches 1|2] [--json]
  --images: if it differs from --faces; --growth: percent per year; --mode: search by face or by user vector;
  --registrations, --authentications: per month; --peak: registrations in the busiest second;
  --deleted: percent of faces deleted again after indexing (quality, duplicates); --fill: percent of a collection;
  --region: whose default quotas count; an account's own are in Service Quotas;
  --detect-selfies: if the policy has DetectFaces judge selfies before they are indexed;
  --watchlists: lists of the tenant, each of which is searched in a registration;
  --false-match-rate: share of comparisons of two different people that match at your threshold, as you measured it;
  --searches: of a registration in all faces, 1 if the policy does not have the portrait of the document searched`;
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
  peak: { type: 'string' },
  deleted: { type: 'string', default: '5' },
  fill: { type: 'string', default: '100' },
  region: { type: 'string', default: 'eu-west-1' },
  'detect-selfies': { type: 'boolean', default: false },
  watchlists: { type: 'string', default: '0' },
  'false-match-rate': { type: 'string' },
  searches: { type: 'string', default: '2' },
  json: { type: 'boolean', default: false },
} as const;

/** Parses a count such as `80M`, `1.5m` or `400000`. @throws UsageError for any other text */
function count(name: string, text: string | undefined): number {
  const [, digits, unit = ''] = /^(\d+(?:\.\d+)?)([kmg]?)$/i.exec(text ?? '') ?? [];
  const factor = UNITS[unit.toLowerCase()];
  if (digits === undefined || factor === undefined) {
    throw new UsageError(`--${name} must be a count such as 400000, 400k or 80M, not ${text ?? 'empty'}`);
  }
  return Number(digits) * factor;
}

/** Parses one of the allowed words. @throws UsageError for any other word */
function oneOf<Word extends string>(name: string, words: readonly Word[], text: string): Word {
  const word = words.find((one) => one === text);
  if (word === undefined) throw new UsageError(`--${name} must be ${words.join(' or ')}, not ${text}`);
  return word;
}

/** Parses the peak; undefined if it is not given. @throws UsageError for none at all */
function peakOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const peak = count('peak', text);
  if (peak > 0) return peak;
  throw new UsageError('--peak must be more than 0 registrations in the busiest second; omit it if unknown');
}

/** Parses a share such as `1e-8`; undefined if it is not given. @throws UsageError for any other text */
function shareOf(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const share = Number(text);
  if (share > 0 && share < 1) return share;
  throw new UsageError(`--${name} must be a number between 0 and 1 such as 1e-8, not ${text || 'empty'}`);
}

/** How many honest newcomers meet a false duplicate, which a person decides. */
interface FalseDuplicates {
  readonly requiredFalseMatchRate: number;
  /** Those of the given false-match rate; null if it is unknown. */
  readonly falsePositiveIdentificationRate: number | null;
  readonly reviewsPerMonth: number | null;
}

function falseDuplicates(
  gallery: Gallery,
  falseMatchRate: number | undefined,
  registrationsPerMonth: number,
): FalseDuplicates {
  const requiredFalseMatchRate = falseMatchRateFor(MAX_FALSE_POSITIVE_IDENTIFICATION_RATE, gallery);
  const rate = falseMatchRate === undefined ? null : falsePositiveIdentificationRate(falseMatchRate, gallery);
  return {
    requiredFalseMatchRate,
    falsePositiveIdentificationRate: rate,
    reviewsPerMonth: rate === null ? null : rate * registrationsPerMonth,
  };
}

/** Without registrations to count, a share says all that is known. */
const perMonth = (count: number): string =>
  count > 0 ? `, ${Math.ceil(count).toLocaleString('en')} per month` : '';

function rowsOf(duplicates: FalseDuplicates): readonly (readonly [string, string])[] {
  const { requiredFalseMatchRate, falsePositiveIdentificationRate: rate, reviewsPerMonth } = duplicates;
  return [
    ['false-match rate for 1:1,000 false duplicates', requiredFalseMatchRate.toExponential(1)],
    [
      'honest newcomers sent to review',
      rate === null || reviewsPerMonth === null
        ? 'not calculated: add --false-match-rate, as you measured it'
        : `${Number((rate * 100).toPrecision(3))} %${perMonth(reviewsPerMonth)}`,
    ],
  ];
}

const WITHOUT_PEAK = ['quotas', 'not checked: add --peak, the registrations in the busiest second'] as const;

function table(plan: CapacityPlan, duplicates: FalseDuplicates): string {
  const rows: readonly (readonly [string, string])[] = [
    ['faces per user', plan.facesPerUser.toFixed(1)],
    ['users per collection', plan.usersPerCollection.toLocaleString('en')],
    ['collections to search by face', String(plan.collectionsForFaces)],
    ['collections to search by user', String(plan.collectionsForUsers)],
    ['recommended vectors', `${plan.recommendation.vectors}: ${plan.recommendation.why}`],
    ['calls per search over all shards', String(plan.searchesAllShards)],
    ['image calls per approved registration', String(plan.callsPerRegistration)],
    ['calls per late check, if switched on', String(plan.collectionsForFaces)],
    ...(plan.busiestSecond.length > 0 ? [] : [WITHOUT_PEAK]),
    ...plan.busiestSecond.map(
      ({ operation, calls, quota, suffices }) =>
        [
          `${operation} in the busiest second`,
          `${Number(calls.toFixed(2))} of ${quota}${suffices ? '' : ': request an increase, or spread over regions'}`,
        ] as const,
    ),
    ['indexing every image once', `${plan.indexingHours} h at the quotas, $${plan.indexingUsd.toFixed(2)}`],
    ['per month on AWS', `$${plan.monthlyUsd.toFixed(2)}`],
    ...rowsOf(duplicates),
  ];
  return rows.map(([name, value]) => `  ${name.padEnd(48)}${value}`).join('\n');
}

const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

async function plan(values: CommandInput<typeof OPTIONS>['values']): Promise<void> {
  const [growth, years] = [count('growth', values.growth), count('years', values.years)];
  const inTheEnd = (name: string, text: string | undefined) => grown(count(name, text), growth, years);
  const faces = inTheEnd('faces', values.faces);
  const searches = oneOf('searches', ['1', '2'], values.searches);
  const registrationsPerMonth = count('registrations', values.registrations);
  const planned = planCapacity(
    {
      faces,
      images: inTheEnd(values.images === undefined ? 'faces' : 'images', values.images ?? values.faces),
      users: inTheEnd('users', values.users),
      mode: oneOf('mode', ['face', 'user'], values.mode),
      regions: oneOf('regions', ['1', '2'], values.regions) === '2' ? 2 : 1,
      registrationsPerMonth,
      authenticationsPerMonth: count('authentications', values.authentications),
      peakRegistrationsPerSecond: peakOf(values.peak),
      deletedPercent: count('deleted', values.deleted),
      detectsSelfie: values['detect-selfies'],
      searchesDocument: searches === '2',
      watchlists: count('watchlists', values.watchlists),
    },
    capacityLimitsIn(values.region, count('fill', values.fill)),
    DEFAULT_CAPACITY_PRICES,
  );
  const duplicates = falseDuplicates(
    { faces, searches: Number(searches) },
    shareOf('false-match-rate', values['false-match-rate']),
    registrationsPerMonth,
  );
  print(table(planned, duplicates));
  if (values.json) {
    const figures = Object.fromEntries(
      Object.entries({ ...planned, ...duplicates }).map(([name, value]) => [snakeCase(name), value]),
    );
    print(JSON.stringify(figures));
  }
}

await runCommand({ usage: USAGE, options: OPTIONS, main: ({ values }) => plan(values) });
