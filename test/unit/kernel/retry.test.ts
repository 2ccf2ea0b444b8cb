import { describe, expect, it } from 'vitest';
import {
  errorNameOf,
  isThrottle,
  isTransient,
  LAMBDA_TRANSIENT_ERRORS,
  OUTLASTED_OUTAGE_SECONDS,
  SDK_MAX_ATTEMPTS,
  STATE_RETRY,
  TRANSIENT_ERRORS,
} from '../../../lambda/kernel/retry.ts';

const named = (name: string, more: object = {}) => Object.assign(new Error(name), { name, ...more });
const codes = ['ECONNREFUSED', 'ECONNRESET', 'EAI_AGAIN', 'ENOTFOUND', 'EPIPE', 'ETIMEDOUT'];

describe('a throttle', () => {
  it('is one of the two errors by which Rekognition keeps its quota', () => {
    for (const name of ['ThrottlingException', 'ProvisionedThroughputExceededException'])
      expect(isThrottle(named(name))).toBe(true);
  });

  it.each([named('InternalServerError'), named('Error'), { name: 'ThrottlingException' }, undefined])(
    'is not %s',
    (error) => {
      expect(isThrottle(error)).toBe(false);
    },
  );
});

describe('an error that passes by itself', () => {
  it.each(TRANSIENT_ERRORS)('is %s', (name) => {
    expect(isTransient(named(name))).toBe(true);
  });

  it.each(codes)('is a connection that ended with %s', (code) => {
    expect(isTransient(named('Error', { code }))).toBe(true);
  });

  it.each([
    named('InvalidParameterException'),
    named('AccessDeniedException'),
    named('TypeError'),
    named('Error', { code: 'ENOENT' }),
    { name: 'TimeoutError' },
    'TimeoutError',
    undefined,
  ])('is not %s', (error) => {
    expect(isTransient(error)).toBe(false);
  });

  it.each([500, 502, 503, 504])('is an answer with status %i, whatever its name', (httpStatusCode) => {
    expect(isTransient(named('SlowDown', { $metadata: { httpStatusCode } }))).toBe(true);
  });

  it.each([400, 403, 404, undefined])('is not an answer with status %s', (httpStatusCode) => {
    expect(isTransient(named('NoSuchKey', { $metadata: { httpStatusCode } }))).toBe(false);
    expect(isTransient(named('NoSuchKey', { $metadata: undefined }))).toBe(false);
  });

  it('keeps a name that state machines retry, and gets one that they do where it has none', () => {
    for (const name of TRANSIENT_ERRORS) expect(errorNameOf(named(name))).toBe(name);
    expect(errorNameOf(named('Error', { code: 'EAI_AGAIN' }))).toBe('ServiceUnavailableException');
    expect(errorNameOf(named('SlowDown', { $metadata: { httpStatusCode: 503 } }))).toBe(
      'ServiceUnavailableException',
    );
    expect(errorNameOf(named('AccessDeniedException', { $metadata: { httpStatusCode: 400 } }))).toBe(
      'AccessDeniedException',
    );
  });

  it('is every throttle, and a search that missed a shard', () => {
    for (const name of ['ThrottlingException', 'ProvisionedThroughputExceededException', 'SearchIncomplete'])
      expect(TRANSIENT_ERRORS).toContain(name);
  });
});

/** Seconds that the retries of a state wait: the most, or as full jitter draws them. */
const waitsOf = (
  {
    intervalSeconds,
    maxAttempts,
    backoffRate,
    maxDelaySeconds,
  }: Readonly<Record<'intervalSeconds' | 'maxAttempts' | 'backoffRate' | 'maxDelaySeconds', number>>,
  random: () => number = () => 1,
) =>
  Array.from(
    { length: maxAttempts },
    (_, attempt) => random() * Math.min(maxDelaySeconds, intervalSeconds * backoffRate ** attempt),
  ).reduce((sum, seconds) => sum + seconds, 0);

/** Mulberry32: the same numbers in every run. */
function seededRandom(seed: number): () => number {
  let state = Math.imul(seed + 1, 0x9e3779b9);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

describe('the budget of retries', () => {
  it('outlasts five minutes on average by half, and waits a quarter of an hour at most', () => {
    expect(OUTLASTED_OUTAGE_SECONDS).toBe(300);
    expect(waitsOf(STATE_RETRY)).toBe(931);
    expect((1 + STATE_RETRY.maxAttempts) * SDK_MAX_ATTEMPTS).toBe(108);
  });

  it('waits for less than five minutes in fewer than 2 of 1,000 executions, although every wait is random', () => {
    const executions = 20_000;
    const short = Array.from({ length: executions }, (_, execution) => execution).filter((execution) => {
      const random = seededRandom(execution);
      return waitsOf(STATE_RETRY, random) < OUTLASTED_OUTAGE_SECONDS;
    });
    expect(short.length / executions).toBeLessThan(0.002);
  });

  it('knows the errors of Lambda by their own names', () => {
    for (const name of LAMBDA_TRANSIENT_ERRORS) expect(name).toMatch(/^(Lambda|Sandbox)\.[A-Z][A-Za-z]+$/);
  });
});
