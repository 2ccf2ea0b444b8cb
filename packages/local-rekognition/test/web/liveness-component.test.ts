import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChallengeType } from '../../src/liveness/session.ts';
import { isBrowserInstalled } from '../../src/testing/chromium.ts';
import { selfieOf } from '../../src/testing/photos.ts';
import {
  aBrowserCheck,
  type BrowserCheck,
  type BrowserSubject,
  type FilmedSubject,
} from './browser-check.ts';

/** What a product would ask for at least. */
const PASSING_PERCENT = 80;
const MAX_TRIES = 3;
const TRIES_TIMEOUT = { timeout: 240_000 };

let check: BrowserCheck;
let filmed: FilmedSubject;
let franck: Buffer;
let cage: Buffer;

describe.runIf(isBrowserInstalled)('the Amplify component, unmodified, in a browser', () => {
  beforeAll(async () => {
    check = await aBrowserCheck();
    [franck, cage] = await Promise.all([selfieOf('franck'), selfieOf('cage')]);
    filmed = { kind: 'filmed', person: franck, comesCloser: true };
  });
  afterAll(() => check.dispose());

  it('completes the movement and light challenge for a live subject, who passes', TRIES_TIMEOUT, async () => {
    await expectToPass('FaceMovementAndLightChallenge', { kind: 'lit', person: franck, reflects: 0.22 });
  });

  it(
    'completes the movement challenge for a live subject, who passes, and once only',
    TRIES_TIMEOUT,
    async () => {
      const id = await expectToPass('FaceMovementChallenge', filmed);
      const before = await check.results(id);
      const outcome = await check.run(id, filmed);
      expect(outcome).toMatchObject({ kind: 'error', name: 'ValidationException' });
      expect(outcome.message).toMatch(/once only/);
      expect(await check.results(id)).toEqual(before);
    },
  );

  it('times out on a face that never moves, and the session fails', async () => {
    const id = await check.create('FaceMovementChallenge');
    const outcome = await check.run(id, { ...filmed, comesCloser: false });
    expect(outcome).toMatchObject({ kind: 'error', state: 'TIMEOUT' });
    const { Status, Confidence } = await check.results(id);
    expect([Status, Confidence]).toEqual(['FAILED', undefined]);
  });

  it.each<[string, () => Partial<FilmedSubject>]>([
    ['somebody else beside the subject', () => ({ bystander: cage })],
    ['somebody else in the place of the subject before the end', () => ({ successor: cage })],
  ])('gets no high confidence with %s', async (_, change) => {
    const id = await check.create('FaceMovementChallenge');
    await check.run(id, { ...filmed, ...change() });
    expect((await check.results(id)).Confidence ?? 0, await whyOf(id)).toBeLessThan(50);
  });

  it('shows credentials of another region as an error, and leaves the session unused', async () => {
    const id = await check.create('FaceMovementChallenge');
    const outcome = await check.run(id, filmed, 'us-east-1');
    expect(outcome).toMatchObject({ kind: 'error' });
    expect((await check.results(id)).Status).toBe('CREATED');
  });
});

/**
 * Tries again with a new session, as a person would: a
 * busy machine's browser records too few frames to judge.
 * @returns the session that was passed
 */
async function expectToPass(challenge: ChallengeType, subject: BrowserSubject): Promise<string> {
  const refused: string[] = [];
  while (refused.length < MAX_TRIES) {
    const id = await check.create(challenge);
    expect(await check.run(id, subject)).toEqual({ kind: 'complete' });
    const { Status, Confidence = 0, Challenge, ReferenceImage, Metadata } = await check.results(id);
    expect({ Status, type: Challenge?.Type }).toEqual({ Status: 'SUCCEEDED', type: challenge });
    expect(Metadata?.SDKType).toMatch(/liveness/i);
    if (Confidence > PASSING_PERCENT) {
      expect(ReferenceImage?.BoundingBox?.Height).toBeGreaterThan(0.4);
      return id;
    }
    refused.push(await whyOf(id));
  }
  throw new Error(`refused ${MAX_TRIES} times: ${refused.join(' ')}`);
}

/** What a failure shows beside the number. */
async function whyOf(id: string): Promise<string> {
  return JSON.stringify(await check.explanation(id));
}
