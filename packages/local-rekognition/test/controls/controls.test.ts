import {
  CreateCollectionCommand,
  DescribeCollectionCommand,
  DetectFacesCommand,
  RekognitionClient,
} from '@aws-sdk/client-rekognition';
import { afterEach, describe, expect, it } from 'vitest';
import { FaultInjector } from '../../src/controls/faults.ts';
import { LatencyModel } from '../../src/controls/latency.ts';
import { awsQuotas, RateLimiter } from '../../src/controls/quotas.ts';
import type { RekognitionOptions } from '../../src/rekognition.ts';
import { aClock } from '../support/a-clock.ts';
import { aService, type RunningService } from '../support/a-service.ts';
import { aPortraitOf } from '../support/fake-face-engine.ts';
import { REGION } from '../support/identity.ts';

let service: RunningService;
const start = async (options: Partial<RekognitionOptions> = {}) => {
  service = await aService(options);
};
afterEach(() => service?.stop());

const create = (CollectionId: string) => service.client.send(new CreateCollectionCommand({ CollectionId }));
const detect = () => service.client.send(new DetectFacesCommand({ Image: { Bytes: aPortraitOf('ada') } }));
const control = async (method: string, name: string, body?: unknown) => {
  const text = body === undefined ? undefined : JSON.stringify(body);
  const response = await service.send(method, `/_local/rekognition/${name}`, text);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};

describe('quotas', () => {
  it('are those of the region by default', async () => {
    const clock = aClock();
    await start({ quotas: 'aws', clock });
    for (let call = 0; call < 5; call += 1) await create(`c${call}`);
    await expect(create('c5')).rejects.toMatchObject({ name: 'ProvisionedThroughputExceededException' });
    clock.advance(200);
    await create('c5');
    await expect(create('c6')).rejects.toMatchObject({ name: 'ProvisionedThroughputExceededException' });
  });

  it.each([
    ['us-east-1', 'IndexFaces', 50],
    ['eu-central-1', 'IndexFaces', 5],
    ['us-west-2', 'DetectFaces', 100],
    ['ap-south-1', 'CompareFaces', 25],
    ['us-east-1', 'CreateUser', 5],
    ['us-east-1', 'CreateFaceLivenessSession', 25],
    ['eu-west-1', 'GetFaceLivenessSessionResults', 5],
    ['eu-west-1', 'SearchFaces', 50],
  ])('in %s for %s are %i a second', (region, operation, tps) => {
    expect(awsQuotas(region)[operation]).toBe(tps);
  });

  it('let the mean rate through, whatever the moments of the calls', () => {
    const limiter = new RateLimiter('us-east-1', { IndexFaces: 50 });
    let passed = 0;
    for (let now = 0; now < 10_000; now += 7) {
      try {
        limiter.take('IndexFaces', now);
        passed += 1;
      } catch (error) {
        expect(error).toMatchObject({ code: 'ProvisionedThroughputExceededException' });
      }
    }
    // ten seconds at 50 a second, and the burst that the bucket began with
    expect(passed).toBeGreaterThanOrEqual(548);
    expect(passed).toBeLessThanOrEqual(550);
  });

  it('can be turned while the service runs', async () => {
    await start({ clock: aClock() });
    await control('PUT', 'quotas', { quotas: { CreateCollection: 1 } });
    await create('a');
    await expect(create('b')).rejects.toMatchObject({ name: 'ProvisionedThroughputExceededException' });
    await control('PUT', 'quotas', { quotas: 'off' });
    await create('b');
    expect((await control('PUT', 'quotas', { quotas: 'aws' })).body.quotas).toMatchObject({
      DetectFaces: 100,
    });
  });
});

describe('faults', () => {
  it('fail the nth call of an operation, before it has an effect', async () => {
    await start();
    const fault = { operation: 'CreateCollection', error: 'ThrottlingException', nth_call: 2 };
    expect((await control('PUT', 'faults', { faults: [fault] })).status).toBe(200);
    await create('a');
    await expect(create('b')).rejects.toMatchObject({ name: 'ThrottlingException' });
    await create('b');
    await expect(create('b')).rejects.toMatchObject({ name: 'ResourceAlreadyExistsException' });
  });

  it.each(['ThrottlingException', 'ProvisionedThroughputExceededException', 'InternalServerError'])(
    'are retried by the SDK when they are %s',
    async (error) => {
      await start();
      await control('PUT', 'faults', { faults: [{ operation: 'CreateCollection', error, nth_call: 1 }] });
      const patient = new RekognitionClient({
        endpoint: service.endpoint,
        region: REGION,
        credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'example' },
      });
      const created = await patient.send(new CreateCollectionCommand({ CollectionId: 'a' }));
      expect(created.$metadata.attempts).toBe(2);
      patient.destroy();
    },
  );

  it('fail a call after it had its effect', async () => {
    await start();
    const fault = { operation: 'CreateCollection', error: 'InternalServerError', when: 'after', nth_call: 1 };
    await control('PUT', 'faults', { faults: [fault] });
    await expect(create('a')).rejects.toMatchObject({
      name: 'InternalServerError',
      $metadata: { httpStatusCode: 500 },
    });
    await expect(create('a')).rejects.toMatchObject({ name: 'ResourceAlreadyExistsException' });
  });

  it('fail the calls of one collection alone, and count no others', async () => {
    await start();
    for (const id of ['a', 'b']) await create(id);
    const describeIt = (CollectionId: string) =>
      service.client.send(new DescribeCollectionCommand({ CollectionId }));
    const fault = { operation: '*', collection_id: 'b', error: 'ThrottlingException' };
    await control('PUT', 'faults', { faults: [fault] });
    await expect(describeIt('b')).rejects.toMatchObject({ name: 'ThrottlingException' });
    await describeIt('a');
    // it names no collection
    await detect();
    expect((await control('GET', 'faults')).body.faults).toMatchObject([fault]);
    await control('PUT', 'faults', { faults: [{ ...fault, nth_call: 2 }] });
    for (const id of ['b', 'a', 'a']) await describeIt(id);
    await expect(describeIt('b')).rejects.toMatchObject({ name: 'ThrottlingException' });
  });

  it('fail every operation until they are taken back', async () => {
    await start();
    const fault = { operation: '*', error: 'AccessDeniedException', message: 'not here' };
    await control('PUT', 'faults', { faults: [fault] });
    await expect(create('a')).rejects.toMatchObject({ name: 'AccessDeniedException', message: 'not here' });
    await expect(detect()).rejects.toMatchObject({ name: 'AccessDeniedException' });
    expect((await control('GET', 'faults')).body.faults).toMatchObject([{ ...fault, when: 'before' }]);
    await control('DELETE', 'faults');
    await create('a');
  });

  it('strike with their probability', () => {
    let state = 1;
    const random = () => {
      state = (state * 16_807) % 2_147_483_647;
      return state / 2_147_483_647;
    };
    const injector = new FaultInjector(random);
    injector.configure([{ operation: 'X', error: 'ThrottlingException', when: 'before', probability: 0.25 }]);
    const struck = Array.from({ length: 4000 }, () => injector.drawFor('X', () => undefined).before).filter(
      Boolean,
    ).length;
    expect(struck).toBeGreaterThan(900);
    expect(struck).toBeLessThan(1100);
    expect(injector.drawFor('Y', () => undefined).before).toBeUndefined();
  });

  it.each([
    [{ faults: [{ operation: 'X', error: 'NoSuchException' }] }],
    [{ faults: [{ operation: 'X', error: 'ThrottlingException', probability: 2 }] }],
    [{ faults: [{ operation: 'X', error: 'ThrottlingException', probability: 0.5, nth_call: 1 }] }],
    [{ faults: [{ operation: 'X', error: 'ThrottlingException', color: 'blue' }] }],
    [{}],
  ])('refuses a fault that makes no sense: %j', async (body) => {
    await start();
    const { status, body: answer } = await control('PUT', 'faults', body);
    expect(status).toBe(400);
    expect(answer.error).toEqual(expect.any(String));
  });
});

describe('latency', () => {
  it('makes a call take its time, and holds up no refusal', async () => {
    const clock = aClock();
    await start({ clock, random: () => 0.5 });
    await control('PUT', 'latency', { latency: { DescribeCollection: { p50_ms: 100, p99_ms: 100 } } });
    const before = clock.now();
    await create('a');
    expect(clock.now()).toBe(before);
    await service.client.send(new DescribeCollectionCommand({ CollectionId: 'a' }));
    expect(clock.now() - before).toBeCloseTo(100, 5);
    const missing = new DescribeCollectionCommand({ CollectionId: 'b' });
    await expect(service.client.send(missing)).rejects.toThrow();
    expect(clock.now() - before).toBeCloseTo(100, 5);
    const plausible = await control('PUT', 'latency', { latency: 'plausible' });
    expect(plausible.body.latency).toMatchObject({ DetectFaces: { p50_ms: 300, p99_ms: 900 } });
    expect((await control('PUT', 'latency', { latency: 'off' })).body.latency).toEqual({});
  });

  it('is what the recent calls say, without refusals', async () => {
    const clock = aClock();
    await start({ clock, random: () => 0.5 });
    await control('PUT', 'latency', { latency: { DescribeCollection: { p50_ms: 100, p99_ms: 100 } } });
    await create('a');
    const began_at_ms = clock.now();
    await service.client.send(new DescribeCollectionCommand({ CollectionId: 'a' }));
    await expect(service.client.send(new DescribeCollectionCommand({ CollectionId: 'b' }))).rejects.toThrow();
    expect((await control('GET', 'recent-calls')).body.calls).toEqual([
      { operation: 'CreateCollection', began_at_ms, took_ms: 0 },
      { operation: 'DescribeCollection', began_at_ms, took_ms: expect.closeTo(100, 5) },
    ]);
    expect((await control('DELETE', 'recent-calls')).body.calls).toEqual([]);
  });

  it('has the median and the 99th percentile that it was given', () => {
    let state = 7;
    const random = () => {
      state = (state * 16_807) % 2_147_483_647;
      return state / 2_147_483_647;
    };
    const model = new LatencyModel(random);
    model.configure({ X: { p50Ms: 100, p99Ms: 400 } });
    const drawn = Array.from({ length: 20_000 }, () => model.draw('X')).sort((a, b) => a - b);
    expect(drawn[10_000]).toBeGreaterThan(95);
    expect(drawn[10_000]).toBeLessThan(105);
    expect(drawn[19_800]).toBeGreaterThan(360);
    expect(drawn[19_800]).toBeLessThan(440);
    expect(model.draw('Y')).toBe(0);
  });

  it('refuses a p50 above the p99', async () => {
    await start();
    const body = { latency: { DetectFaces: { p50_ms: 2, p99_ms: 1 } } };
    expect((await control('PUT', 'latency', body)).status).toBe(400);
  });
});

describe('calls', () => {
  it('are counted by operation and by what became of them', async () => {
    await start();
    await create('a');
    await expect(create('a')).rejects.toThrow();
    await detect();
    expect((await control('GET', 'calls')).body).toEqual({
      calls: {
        CreateCollection: { calls: 2, succeeded: 1, errors: { ResourceAlreadyExistsException: 1 } },
        DetectFaces: { calls: 1, succeeded: 1, errors: {} },
      },
    });
    expect((await control('DELETE', 'calls')).body).toEqual({ calls: {} });
  });

  it('are counted when a quota refused them', async () => {
    await start({ clock: aClock(), quotas: { DetectFaces: 1 } });
    await detect();
    await expect(detect()).rejects.toThrow();
    expect((await control('GET', 'calls')).body.calls).toMatchObject({
      DetectFaces: { calls: 2, succeeded: 1, errors: { ProvisionedThroughputExceededException: 1 } },
    });
  });
});

describe('controls', () => {
  it('tell that the service is well, and refuse what they do not know', async () => {
    await start();
    expect((await control('GET', 'health')).body).toEqual({ status: 'ok', face_model_version: '7.0' });
    expect((await control('GET', 'nonsense')).status).toBe(404);
    expect((await control('POST', 'calls')).status).toBe(405);
    expect((await control('DELETE', 'quotas')).status).toBe(405);
    const broken = await service.send('PUT', '/_local/rekognition/quotas', '{');
    expect(broken.status).toBe(400);
  });
});
