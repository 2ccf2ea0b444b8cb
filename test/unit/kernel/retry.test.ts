import { describe, expect, it } from 'vitest';
import {
  isThrottle,
  isTransient,
  LAMBDA_TRANSIENT_ERRORS,
  SDK_MAX_ATTEMPTS,
  STATE_RETRY,
  TRANSIENT_ERRORS,
  UNDO_RETRY,
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

  it('is every throttle, and a search that missed a shard', () => {
    for (const name of ['ThrottlingException', 'ProvisionedThroughputExceededException', 'SearchIncomplete'])
      expect(TRANSIENT_ERRORS).toContain(name);
  });
});

/** The longest that the retries of a state wait, in seconds. */
const waitsOf = ({
  intervalSeconds,
  maxAttempts,
  backoffRate,
  maxDelaySeconds,
}: Readonly<Record<'intervalSeconds' | 'maxAttempts' | 'backoffRate' | 'maxDelaySeconds', number>>) =>
  Array.from({ length: maxAttempts }, (_, attempt) =>
    Math.min(maxDelaySeconds, intervalSeconds * backoffRate ** attempt),
  ).reduce((sum, seconds) => sum + seconds, 0);

describe('the budget of retries', () => {
  it('rides out a quarter of a minute with at most 15 requests for a step', () => {
    expect(waitsOf(STATE_RETRY)).toBe(15);
    expect((1 + STATE_RETRY.maxAttempts) * SDK_MAX_ATTEMPTS).toBe(15);
  });

  it('gives the undoing of an enrollment six minutes', () => {
    expect(waitsOf(UNDO_RETRY)).toBe(362);
  });

  it('knows the errors of Lambda by their own names', () => {
    for (const name of LAMBDA_TRANSIENT_ERRORS) expect(name).toMatch(/^(Lambda|Sandbox)\.[A-Z][A-Za-z]+$/);
  });
});
