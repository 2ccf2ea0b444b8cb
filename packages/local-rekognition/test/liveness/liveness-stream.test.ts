import { EventStreamCodec } from '@smithy/core/event-streams';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { SESSION_LIFE_MS } from '../../src/liveness/session.ts';
import { aLiveSubject, behaviorOf, type Subject, videoEvent } from './a-subject.ts';
import {
  aStreamServer,
  type StreamFixture,
  type StreamOptions,
  type StreamOutcome,
} from './stream-fixture.ts';

let fixture: StreamFixture;
beforeAll(async () => {
  fixture = await aStreamServer();
});
afterAll(() => fixture.dispose());

const movementOnly = { Settings: { ChallengePreferences: [{ Type: 'FaceMovementChallenge' }] } };

async function check(subject: Subject, settings: unknown = {}, options: StreamOptions = {}) {
  const id = await fixture.create(settings);
  const outcome = await fixture.stream(id, behaviorOf(subject), options);
  return { outcome, results: await fixture.results(id) };
}

function expectRefused(outcome: StreamOutcome, exception: string, message: RegExp): void {
  expect(outcome).toMatchObject({ exception, message: expect.stringMatching(message), disconnected: false });
}

describe('a live subject', () => {
  it('passes the movement and light challenge', async () => {
    const { outcome, results } = await check(aLiveSubject, { Settings: { AuditImagesLimit: 4 } });
    expect(outcome).toMatchObject({ exception: undefined, disconnected: true, closeCode: 1000 });
    expect(results).toMatchObject({
      Status: 'SUCCEEDED',
      Challenge: { Type: 'FaceMovementAndLightChallenge', Version: '2.0.0' },
      Feedback: [],
    });
    expect(results.Confidence).toBeGreaterThan(95);
    expect(results.AuditImages?.length).toBe(4);
    expect(results.ReferenceImage?.BoundingBox?.Width).toBeGreaterThan(0.3);
  });

  it.each(['webm-vp9', 'mkv-avc', 'mp4-avc-fragmented'] as const)(
    'passes the movement challenge, recorded as %s',
    async (video) => {
      const { outcome, results } = await check({ ...aLiveSubject, video }, movementOnly);
      expect(outcome).toMatchObject({ disconnected: true, closeCode: 1000 });
      expect(results).toMatchObject({ Status: 'SUCCEEDED', Challenge: { Type: 'FaceMovementChallenge' } });
      expect(results.Confidence).toBeGreaterThan(95);
    },
  );

  it('passes where the camera does not show the light: what is not measured counts for nothing', async () => {
    const { results } = await check({ ...aLiveSubject, reflects: 0 });
    expect(results.Confidence).toBeGreaterThan(95);
  });
});

describe('a replay or a mistake', () => {
  it.each<[string, Partial<Subject>]>([
    ['two faces', { bystander: () => 'blue' }],
    ['a second face for a third of the time', { bystander: (share) => (share < 0.33 ? 'blue' : undefined) }],
    ['a face swapped in mid-stream', { face: (share) => (share < 0.5 ? 'red' : 'blue') }],
    ['a face that never comes closer', { comesCloser: false }],
    ['a face that is away for half of the time', { face: (share) => (share < 0.5 ? undefined : 'red') }],
  ])('of %s never gets a high confidence', async (_, change) => {
    const { results } = await check({ ...aLiveSubject, ...change }, movementOnly);
    expect(results.Status).toBe('SUCCEEDED');
    expect(results.Confidence).toBeLessThan(50);
  });

  it('of colors reflected seconds too late never gets a high confidence', async () => {
    const { results } = await check({ ...aLiveSubject, delayMs: 1500 });
    expect(results.Status).toBe('SUCCEEDED');
    expect(results.Confidence).toBeLessThan(50);
  });

  it('of nobody fails', async () => {
    const { outcome, results } = await check({ ...aLiveSubject, face: () => undefined });
    expectRefused(outcome, 'ValidationException', /No person detected/);
    expect(results).toMatchObject({ Status: 'FAILED' });
    expect(results.Confidence).toBeUndefined();
  });

  it('of colors in another order fails', async () => {
    const { outcome, results } = await check({ ...aLiveSubject, shuffles: true });
    expectRefused(outcome, 'ValidationException', /in the order that was issued/);
    expect(results.Status).toBe('FAILED');
  });
});

describe('a stream', () => {
  it('fails when a signed message was changed on its way', async () => {
    const changeSecond = (bytes: Uint8Array, index: number) => (index === 1 ? withOtherBody(bytes) : bytes);
    const { outcome, results } = await check(aLiveSubject, {}, { tamper: changeSecond });
    expectRefused(outcome, 'InvalidSignatureException', /message signature/);
    expect(outcome.closeCode).toBe(1008);
    expect(results.Status).toBe('FAILED');
  });

  it('fails when a message is no message', async () => {
    const { outcome, results } = await check(aLiveSubject, {}, { tamper: (bytes) => bytes.subarray(0, 40) });
    expectRefused(outcome, 'ValidationException', /event-stream format/);
    expect(results.Status).toBe('FAILED');
  });

  it('refuses a wrong secret, and leaves the session unused', async () => {
    const credentials = { accessKeyId: 'local', secretAccessKey: 'guessed' };
    const { outcome, results } = await check(aLiveSubject, {}, { credentials });
    expectRefused(outcome, 'InvalidSignatureException', /request signature/);
    expect(results.Status).toBe('CREATED');
  });

  it('refuses an unknown access key', async () => {
    const credentials = { accessKeyId: 'nobody', secretAccessKey: 'local' };
    const { outcome } = await check(aLiveSubject, {}, { credentials });
    expectRefused(outcome, 'UnrecognizedClientException', /security token/);
  });

  it('refuses credentials of another region in the words that clients know', async () => {
    const { outcome, results } = await check(aLiveSubject, {}, { region: 'us-east-1' });
    expectRefused(outcome, 'InvalidSignatureException', /valid region/);
    expect(results.Status).toBe('CREATED');
  });

  it('refuses an unknown session', async () => {
    const outcome = await fixture.stream('00000000-0000-4000-8000-000000000000', behaviorOf(aLiveSubject));
    expectRefused(outcome, 'SessionNotFoundException', /not found/);
  });

  it('refuses a session that was used, whose result stays as it was', async () => {
    const id = await fixture.create(movementOnly);
    await fixture.stream(id, behaviorOf(aLiveSubject));
    const before = await fixture.results(id);
    expectRefused(await fixture.stream(id, behaviorOf(aLiveSubject)), 'ValidationException', /once only/);
    expect(await fixture.results(id)).toEqual(before);
  });

  it('is the only one of its session', async () => {
    const id = await fixture.create(movementOnly);
    const outcomes = await Promise.all([
      fixture.stream(id, behaviorOf(aLiveSubject)),
      fixture.stream(id, behaviorOf(aLiveSubject)),
    ]);
    expect(outcomes.map(({ disconnected }) => disconnected).sort()).toEqual([false, true]);
  });

  it('refuses a client that cannot do what the session asks for', async () => {
    const { outcome } = await check(aLiveSubject, movementOnly, {
      challengeVersions: 'FaceMovementAndLightChallenge_2.0.0',
    });
    expectRefused(outcome, 'ValidationException', /the client offers/);
  });

  it('gives an old client its version, unless the session asks for a newer one', async () => {
    const old = { challengeVersions: 'FaceMovementAndLightChallenge_1.0.0' };
    const Type = 'FaceMovementAndLightChallenge';
    const served = await check(aLiveSubject, {}, old);
    expect(served.results).toMatchObject({ Status: 'SUCCEEDED', Challenge: { Type, Version: '1.0.0' } });
    const bounded = { Settings: { ChallengePreferences: [{ Type, Versions: { Minimum: '2.0.0' } }] } };
    const refused = await check(aLiveSubject, bounded, old);
    expectRefused(refused.outcome, 'ValidationException', /the client offers/);
    // it was not used: a result never comes
    expect(refused.results.Status).toBe('CREATED');
  });

  it.each(['0', '239', '1921', 'wide'])('refuses a video width of %s', async (videoWidth) => {
    const { outcome } = await check(aLiveSubject, {}, { videoWidth });
    expectRefused(outcome, 'ValidationException', /video-width/);
  });

  it('refuses a video that is larger than any check', async () => {
    const id = await fixture.create();
    const outcome = await fixture.stream(id, async function* () {
      for (let sent = 0; sent < 40; sent++) yield videoEvent(Buffer.alloc(300_000, 1));
    });
    expectRefused(outcome, 'ValidationException', /Video is larger/);
    expect(outcome.closeCode).toBe(1009);
    expect((await fixture.results(id)).Status).toBe('FAILED');
  });

  it('refuses a message that is larger than any chunk', async () => {
    const id = await fixture.create();
    const outcome = await fixture.stream(id, async function* () {
      yield videoEvent(Buffer.alloc(600_000));
    });
    expectRefused(outcome, 'ValidationException', /at most 524288/);
  });

  it('refuses a video that no browser records', async () => {
    const { outcome, results } = await check({ ...aLiveSubject, garbles: true }, movementOnly);
    expectRefused(outcome, 'ValidationException', /Video cannot be read/);
    expect(results.Status).toBe('FAILED');
  });
});

describe('the time of a stream', () => {
  let own: StreamFixture;
  beforeEach(async () => {
    own = await aStreamServer();
  });
  afterEach(() => own.dispose());

  it('ends with the life of its session', async () => {
    const id = await own.create();
    const outcome = await own.stream(id, async function* () {
      own.clock.advance(SESSION_LIFE_MS);
      yield* [];
    });
    expectRefused(outcome, 'ValidationException', /expired/);
    expect(outcome.closeCode).toBe(4003);
  });

  it('ends when its video stops coming', async () => {
    const id = await own.create();
    const streaming = own.stream(id, async function* () {
      yield videoEvent(Buffer.alloc(100, 1));
    });
    await vi.waitFor(() => expect(own.clock.remaining).toContain(15_000));
    own.clock.advance(15_000);
    const outcome = await streaming;
    expectRefused(outcome, 'ValidationException', /idle/);
    expect(outcome.closeCode).toBe(4001);
    expect((await own.results(id)).Status).toBe('FAILED');
  });

  it('refuses a session that has expired', async () => {
    const late = await aStreamServer({ startMs: Date.now() - SESSION_LIFE_MS });
    const id = await late.create();
    late.clock.advance(SESSION_LIFE_MS);
    expectRefused(await late.stream(id, behaviorOf(aLiveSubject)), 'ValidationException', /expired/);
    expect((await late.results(id)).Status).toBe('EXPIRED');
    await late.dispose();
  });

  it('ends with the service, which finds the session failed when it starts again', async () => {
    const id = await own.create();
    const outcome = await own.stream(id, async function* () {
      yield videoEvent(Buffer.alloc(100, 1));
      await own.restart();
    });
    expect(outcome.disconnected).toBe(false);
    expect((await own.results(id)).Status).toBe('FAILED');
  });
});

/** A message whose checksums are right and whose signature is not. */
function withOtherBody(bytes: Uint8Array): Uint8Array {
  const codec = new EventStreamCodec(
    (encoded) => new TextDecoder().decode(encoded as Uint8Array),
    (text) => new TextEncoder().encode(text),
  );
  const { headers, body } = codec.decode(bytes);
  const changed = Uint8Array.from(body);
  changed[changed.length - 1] = 1 ^ (changed.at(-1) ?? 0);
  return codec.encode({ headers, body: changed });
}
