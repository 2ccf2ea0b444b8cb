import { readdirSync } from 'node:fs';
import { DetectFacesCommand, RekognitionClient } from '@aws-sdk/client-rekognition';
import { describe, expect, it } from 'vitest';
import { PROBLEMS } from '../../../lambda/kernel/problem.ts';
import { toProblem } from '../../../lambda/platform/http-response.ts';
import {
  endWithRequest,
  hasTimedOut,
  inTime,
  REQUEST_ANSWER_MS,
  REQUEST_WORK_MS,
  RequestTimedOut,
  withinRequest,
} from '../../../lambda/platform/request-deadline.ts';
import { SearchRefused } from '../../../lambda/search/search-collections.ts';
import { sourceFilesOf } from '../../support/source-files.ts';

const never = () => new Promise<never>(() => {});

/** A client whose service accepts requests and never answers. */
function aHangingClient() {
  const counter = { attempts: 0 };
  const handle = () => {
    counter.attempts += 1;
    return never();
  };
  const client = endWithRequest(
    new RekognitionClient({
      region: 'eu-west-1',
      credentials: { accessKeyId: 'AKIA', secretAccessKey: 'secret' },
      requestHandler: { handle, metadata: { handlerProtocol: 'http/1.1' } },
    }),
  );
  return { counter, detect: () => client.send(new DetectFacesCommand({ Image: {} })) };
}

describe('a request to the API', () => {
  it('is answered within 10 seconds, and its work leaves time to answer', () => {
    expect(REQUEST_ANSWER_MS).toBeLessThan(10_000);
    expect(REQUEST_WORK_MS).toBeLessThan(REQUEST_ANSWER_MS);
  });

  it('ends a call that hangs, and leaves time for a second attempt', async () => {
    const { counter, detect } = aHangingClient();
    await expect(withinRequest(detect, 600)).rejects.toThrow(RequestTimedOut);
    expect(counter.attempts).toBeGreaterThanOrEqual(2);
  });

  it('leaves calls alone that are made for no request', async () => {
    const { counter, detect } = aHangingClient();
    await expect(inTime(detect(), 50)).rejects.toThrow(RequestTimedOut);
    expect(counter.attempts).toBe(1);
  });

  it('begins no call when its time is over', async () => {
    const { counter, detect } = aHangingClient();
    await expect(withinRequest(detect, 0)).rejects.toThrow(RequestTimedOut);
    expect(counter.attempts).toBe(0);
  });

  it('is given up although what hangs is no call at all', async () => {
    await expect(inTime(never(), 1)).rejects.toThrow(RequestTimedOut);
    expect(await inTime(Promise.resolve('done'), 1_000)).toBe('done');
    await expect(inTime(Promise.reject(new Error('failed')), 1_000)).rejects.toThrow('failed');
  });

  it('is answered 503 with Retry-After, also by a search that it ended', () => {
    const ended = new SearchRefused(1, 4, { cause: new RequestTimedOut() });
    for (const error of [new RequestTimedOut(), ended]) {
      expect(hasTimedOut(error)).toBe(true);
      const problem = toProblem(error);
      expect(PROBLEMS[problem.code].status).toBe(503);
      expect(problem.extensions.retry_after_seconds).toBeGreaterThan(0);
    }
    expect(hasTimedOut(new Error('other'))).toBe(false);
  });

  it('is answered 503 as well for each other error that passes', () => {
    for (const name of ['TimeoutError', 'InternalServerError', 'ServiceUnavailableException', 'SlowDown'])
      expect(toProblem(Object.assign(new Error(name), { name })).code).toBe('upstream_throttled');
    expect(toProblem(new Error('a defect')).code).toBe('internal_error');
  });
});

describe('every SDK client', () => {
  const sources = sourceFilesOf('lambda');

  it('ends its calls with the request, wherever it is created', () => {
    const created = sources.flatMap(({ path, text }) =>
      [...text.matchAll(/(\w+\()?\s*new \w+Client\(/g)].map(
        ([match]) => `${path}: ${match.replaceAll(/\s/g, '')}`,
      ),
    );
    expect(created.length).toBeGreaterThanOrEqual(readdirSync('lambda/platform/clients').length - 2);
    for (const creation of created) expect(creation).toMatch(/: endWithRequest\(new/);
  });
});
