import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { selfieOf } from '../../support/photos.ts';
import { aBrowserCheck, type BrowserCheck, type FilmedSubject } from './browser-check.ts';

let check: BrowserCheck;
let filmed: FilmedSubject;
let franck: Buffer;
let cage: Buffer;
beforeAll(async () => {
  check = await aBrowserCheck();
  [franck, cage] = await Promise.all([selfieOf('franck'), selfieOf('cage')]);
  filmed = { kind: 'filmed', person: franck, comesCloser: true };
});
afterAll(() => check.dispose());

describe('the Amplify component, unmodified, in a browser', () => {
  it('completes the movement and light challenge for a live subject, who passes', async () => {
    const id = await check.create('FaceMovementAndLightChallenge');
    expect(await check.run(id, { kind: 'lit', person: franck, reflects: 0.22 })).toEqual({
      kind: 'complete',
    });
    await expectPassed(id, 'FaceMovementAndLightChallenge');
  });

  it('completes the movement challenge for a live subject, who passes', async () => {
    const id = await check.create('FaceMovementChallenge');
    expect(await check.run(id, filmed)).toEqual({ kind: 'complete' });
    await expectPassed(id, 'FaceMovementChallenge');
  });

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

  it('shows a session that was used as an error', async () => {
    const id = await check.create('FaceMovementChallenge');
    await check.run(id, filmed);
    const before = await check.results(id);
    const outcome = await check.run(id, filmed);
    expect(outcome).toMatchObject({ kind: 'error', name: 'ValidationException' });
    expect(outcome.message).toMatch(/once only/);
    expect(await check.results(id)).toEqual(before);
  });

  it('shows credentials of another region as an error, and leaves the session unused', async () => {
    const id = await check.create('FaceMovementChallenge');
    const outcome = await check.run(id, filmed, 'us-east-1');
    expect(outcome).toMatchObject({ kind: 'error' });
    expect((await check.results(id)).Status).toBe('CREATED');
  });
});

async function expectPassed(id: string, challenge: string): Promise<void> {
  const { Status, Confidence, Challenge, ReferenceImage, Metadata } = await check.results(id);
  expect({ Status, type: Challenge?.Type }).toEqual({ Status: 'SUCCEEDED', type: challenge });
  expect(Confidence, await whyOf(id)).toBeGreaterThan(90);
  expect(ReferenceImage?.BoundingBox?.Height).toBeGreaterThan(0.5);
  expect(Metadata?.SDKType).toMatch(/liveness/i);
}

/** What a failure shows beside the number. */
async function whyOf(id: string): Promise<string> {
  return JSON.stringify(await check.explanation(id));
}
