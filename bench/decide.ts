import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { chainOf } from './decide-chain.ts';
import { profileOf } from './decide-profile.ts';
import {
  criticalPath,
  type DecidedSession,
  median,
  oneByOne,
  percentile,
  searchTime,
  sideBySide,
} from './decide-runs.ts';
import { measureWaiters } from './decide-waiters.ts';
import { DecideWorld } from './decide-world.ts';

/** Registrations, with a chain after each. */
const REGISTRATIONS = 16;
/** Sessions of each other kind, one after another. */
const OTHERS = 8;
/** Sessions of each kind that are decided eight at a time. */
const SIDE_BY_SIDE = { count: 16, concurrency: 8 };
/** Sessions of each kind that do not count: functions are loaded then. */
const WARM_UP = 4;
/** People of chains and of wrong documents, whom no session registers. */
const STRANGERS_FROM = 10_000;

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const rounded = (value: number, digits = 0): number => Number(value.toFixed(digits));
const timesOf = (decided: readonly DecidedSession[]): number[] => decided.map(({ ms }) => ms);

/** Median and 95th percentile, one at a time and eight at a time. */
const spread = (kind: string, alone: readonly number[], atOnce: readonly number[]) => ({
  [`${kind}_p50_ms`]: rounded(median(alone)),
  [`${kind}_p95_ms`]: rounded(percentile(alone, 95)),
  [`${kind}_8_p50_ms`]: rounded(median(atOnce)),
  [`${kind}_8_p95_ms`]: rounded(percentile(atOnce, 95)),
});

/** Measures decisions, and what Rekognition and a plain chain of calls take for the same. */
async function measureDecisions(world: DecideWorld, waiters: number): Promise<object> {
  let person = 0;
  const registration = () => world.prepare('registration', ++person);
  const mismatch = () => world.prepare('registration', ++person, STRANGERS_FROM);
  // of people who registered during the warm-up
  const login = () => world.prepare('authentication', 1 + (++person % (WARM_UP + SIDE_BY_SIDE.concurrency)));

  await world.liftQuotas();
  await world.setLatency('off');
  await oneByOne(world, WARM_UP, registration);
  for (const kind of [registration, mismatch, login])
    await sideBySide(world, { ...SIDE_BY_SIDE, count: SIDE_BY_SIDE.concurrency }, kind);
  await world.setLatency('plausible');
  print('decide: warm');

  const chain = await chainOf(world);
  const registrations: DecidedSession[] = [];
  const chains: number[] = [];
  for (let turn = 0; turn < REGISTRATIONS; turn += 1) {
    registrations.push(...(await oneByOne(world, 1, registration)));
    chains.push(await chain(STRANGERS_FROM + turn));
  }
  const registrationMs = median(timesOf(registrations));
  const criticalMs = median(registrations.map(({ calls }) => criticalPath(calls)));
  const chainMs = median(chains);
  print(
    `decide: registration ${rounded(registrationMs)} ms, critical path ${rounded(criticalMs)} ms, chain ${rounded(chainMs)} ms`,
  );
  const mismatches = await oneByOne(world, OTHERS, mismatch);
  const logins = await oneByOne(world, OTHERS, login);
  const loginMs = median(timesOf(logins));
  const searchMs = median(logins.map(({ calls }) => searchTime(calls)));
  print(`decide: login ${rounded(loginMs)} ms, its search ${rounded(searchMs)} ms`);
  const approved = await reportOf(world, registrations.at(-1), 'approved');
  const declined = await reportOf(world, mismatches.at(-1), 'declined');
  await reportOf(world, logins.at(-1), 'approved');
  const between_ms = await profileOf(world, registrations);
  print(`decide: beyond Rekognition ${JSON.stringify(between_ms)}`);
  const atOnce = {
    registration: await sideBySide(world, SIDE_BY_SIDE, registration),
    mismatch: await sideBySide(world, SIDE_BY_SIDE, mismatch),
    login: await sideBySide(world, SIDE_BY_SIDE, login),
  };
  print(`decide: ${SIDE_BY_SIDE.concurrency} at a time ${rounded(median(atOnce.registration))} ms`);
  return {
    ...spread('registration', timesOf(registrations), atOnce.registration),
    critical_path_p50_ms: rounded(criticalMs),
    critical_path_ratio: rounded(registrationMs / criticalMs, 2),
    chain_p50_ms: rounded(chainMs),
    chain_ratio: rounded(registrationMs / chainMs, 2),
    ...spread('mismatch', timesOf(mismatches), atOnce.mismatch),
    ...spread('login', timesOf(logins), atOnce.login),
    login_search_p50_ms: rounded(searchMs),
    login_ratio: rounded(loginMs / searchMs, 2),
    calls_approved: sumOf(approved.billable_calls),
    calls_mismatch: sumOf(declined.billable_calls),
    usd_approved: rounded(approved.cost_usd, 4),
    ...(waiters > 0 ? { waiting: await measureWaiters(world, waiters, registration) } : {}),
    between_ms,
    load_average: rounded(loadavg()[0] ?? 0, 2),
  };
}

/** The report of a session that must have come to a status. */
async function reportOf(world: DecideWorld, decided: DecidedSession | undefined, status: string) {
  if (!decided) throw new Error('nothing was decided');
  const report = await world.report(decided.session);
  if (report.status !== status)
    throw new Error(
      `a session that must be ${status} is ${report.status}: ${JSON.stringify(report.decision)}`,
    );
  return report;
}

const sumOf = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);

const { values } = parseArgs({
  options: { waiters: { type: 'string', default: '0' }, json: { type: 'boolean' } },
});
const world = await DecideWorld.open();
try {
  print(JSON.stringify(await measureDecisions(world, Number(values.waiters))));
} finally {
  await world.close();
}
