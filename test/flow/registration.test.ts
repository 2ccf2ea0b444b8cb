import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { blurred, darkened, selfieOf } from '@face-idv/local-rekognition/testing/photos';
import sharp from 'sharp';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type RegistrationOutcome, registrationCalls } from '../../lambda/collections/domain/call-budget.ts';
import { shardOf } from '../../lambda/collections/domain/shard.ts';
import {
  type BillableCalls,
  billableCalls,
  billableOperation,
  costUsd,
} from '../../lambda/kernel/billing.ts';
import { configOfStage } from '../../lib/config.ts';
import { type FlowStack, forgetEverybody, withSharedFlowStack } from '../support/flow-stack.ts';
import { identityCardOf } from '../support/identity-card-of.ts';
import { localClient } from '../support/local-client.ts';
import { aUserId, enrolledFaces, register, registerPersonNamed } from '../support/registrations.ts';
import { rekognitionCalls, resetRekognitionCalls, storedFacesCome } from '../support/rekognition-admin.ts';
import { rowsOf } from '../support/stored-rows.ts';

/** What a client is told while it waits. */
interface Told {
  readonly status: string;
}

const SHARDS = 4;

/** An id that falls into a shard. */
function aUserIdOf(shard: number): string {
  for (;;) {
    const userId = aUserId();
    if (shardOf({ kind: 'hash' }, SHARDS, { userId, attributes: {} }) === shard) return userId;
  }
}

const LIMITED = ['DetectFaces', 'CompareFaces', 'IndexFaces', 'SearchFacesByImage'];

/** Permits that registrations have taken of the shared rates, by operation. */
async function interactivePermits({ stack }: FlowStack) {
  const client = localClient(DynamoDBClient, stack);
  const { TableNames = [] } = await client.send(new ListTablesCommand({}));
  const documents = DynamoDBDocumentClient.from(client);
  const permits = LIMITED.map(async (operation) => {
    const { Items = [] } = await documents.send(
      new QueryCommand({
        TableName: TableNames.find((name) => name.includes('Control')),
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': `limiter#${operation}` },
      }),
    );
    const taken = Items.reduce((sum, { interactive = 0 }) => sum + Number(interactive), 0);
    return [operation, taken] as const;
  });
  return Object.fromEntries(await Promise.all(permits));
}

/** Calls that verifications make, by operation; tests look into collections beside them. */
async function billedCalls({ stack }: FlowStack): Promise<BillableCalls> {
  const calls = Object.entries(await rekognitionCalls(stack));
  return billableCalls.parse(
    Object.fromEntries(calls.filter(([operation]) => billableOperation.safeParse(operation).success)),
  );
}

/** Events that the event bus has taken. */
async function eventsPublished({ stack }: FlowStack): Promise<number> {
  const answer = await fetch(`${stack.endpoint}/_local/metrics`);
  const { metrics } = (await answer.json()) as {
    readonly metrics: readonly {
      readonly name: string;
      readonly dimensions: Readonly<Record<string, string>>;
      readonly sum: number;
    }[];
  };
  return metrics
    .filter(({ name, dimensions }) => name === 'EventsPublished' && dimensions.Result === 'published')
    .reduce((sum, metric) => sum + metric.sum, 0);
}

const aDarkSelfie = async () => darkened(await selfieOf('bieber'));
const aDarkCard = async () => darkened(await identityCardOf('bieber'));

/** A card in a picture of 18 megapixels, whose portrait is lost when that is scaled to Full HD. */
const aCardInALargePhoto = async (): Promise<Buffer> => {
  const card = await sharp(await identityCardOf('cage'))
    .resize({ width: 380 })
    .png()
    .toBuffer();
  const table = { width: 4800, height: 3600, channels: 3 as const, background: '#6b5b4b' };
  return sharp({ create: table })
    .composite([{ input: card, left: 2000, top: 1500 }])
    .jpeg({ quality: 92 })
    .toBuffer();
};

describe('a registration over HTTP', () => {
  const flow = withSharedFlowStack();

  beforeEach(async () => {
    await forgetEverybody(flow);
    await resetRekognitionCalls(flow.stack);
  });

  it('approves a person with the own document, and enrolls exactly one face', async () => {
    const userId = aUserId();
    const before = await interactivePermits(flow);
    const report = await registerPersonNamed(flow, 'franck', userId);
    expect(report.decision).toMatchObject({ outcome: 'approved', reason_codes: [] });
    expect(report.checks.map(({ name, status }) => `${name} ${status}`).sort()).toEqual([
      'capture_comparison passed',
      'document_quality passed',
      'duplicate_search passed',
      'enrollment_claim passed',
      'face_indexing passed',
      'face_match passed',
      'liveness passed',
      'watchlist_search passed',
    ]);
    const faces = await enrolledFaces(flow, userId);
    expect(faces).toHaveLength(1);
    await storedFacesCome(flow.stack, (stored) =>
      expect(stored).toEqual([{ collectionId: faces[0]?.collection_id, faceId: faces[0]?.face_id }]),
    );
    // a permit of the shared rates for each call that they limit
    const after = await interactivePermits(flow);
    const taken = LIMITED.map((operation) => [operation, (after[operation] ?? 0) - (before[operation] ?? 0)]);
    expect(Object.fromEntries(taken)).toEqual({
      DetectFaces: 1,
      CompareFaces: 1,
      IndexFaces: 1,
      // the selfie, and the portrait of the document; the watchlist is asked for the selfie
      SearchFacesByImage: 2 * SHARDS + 1,
    });
    await expectEveryEventPublished();
  });

  /** An event of each transition that a session made, and of each enrollment. */
  async function expectEveryEventPublished(): Promise<void> {
    const rows = await (await rowsOf(flow, 'Sessions')).list('demo#');
    const events = rows.filter(({ sk }) => sk.startsWith('event#'));
    expect(events.map(({ type }) => type)).toContain('verification_session.approved');
    const others = (await (await rowsOf(flow, 'Control')).list('demo#')).filter(({ sk }) => sk === 'outbox');
    expect(others.map(({ type }) => type)).toContain('enrollment.added');
    const written = events.length + others.length;
    await vi.waitFor(async () => expect(await eventsPublished(flow)).toBeGreaterThanOrEqual(written), {
      timeout: 20_000,
      interval: 500,
    });
  }

  describe('makes the calls of its configuration, and reports what they cost', () => {
    const { generations, policy, tenants } = configOfStage('local');
    const [{ shards, vectors } = { shards: 0, vectors: 'face' as const }] = generations.default;
    const setup = {
      shards,
      vectors,
      detectsSelfie: policy.quality.selfie.detect_before_indexing,
      searchesDocument: policy.search.document_face,
      watchlists: tenants[0]?.watchlists.length ?? 0,
    };

    it.each<[RegistrationOutcome, string | undefined, () => Promise<Buffer>, () => Promise<Buffer>]>([
      ['approved', undefined, () => selfieOf('franck'), () => identityCardOf('franck')],
      ['portrait_recompared', undefined, () => selfieOf('cage'), aCardInALargePhoto],
      ['same_picture', 'document_is_selfie', () => selfieOf('bieber'), () => selfieOf('bieber')],
      ['poor_document', 'document_image_too_dark', () => selfieOf('bieber'), aDarkCard],
      ['mismatch', 'face_mismatch', () => selfieOf('bieber'), () => identityCardOf('cage')],
      ['poor_selfie', 'image_too_dark', aDarkSelfie, () => identityCardOf('bieber')],
      ['duplicate', 'duplicate_face', () => selfieOf('bieber'), () => identityCardOf('bieber')],
    ])('as %s', async (outcome, reason, selfie, document) => {
      if (outcome === 'duplicate') await registerPersonNamed(flow, 'bieber');
      await resetRekognitionCalls(flow.stack);
      const report = await register(flow, { selfie: await selfie(), document: await document() });
      expect((report.decision ?? report.review)?.reason_codes).toEqual(reason === undefined ? [] : [reason]);

      const budget = registrationCalls(setup, outcome);
      // the face of a declined person is deleted after the decision
      await vi.waitFor(async () => expect(await billedCalls(flow)).toEqual(budget), {
        timeout: 20_000,
        interval: 500,
      });
      const { DeleteFaces: _free, ...reported } = budget;
      expect(report.billable_calls).toEqual(reported);
      expect(report.cost_usd).toBe(costUsd(budget, policy.prices_usd));
      const calls = Object.values(reported).reduce((sum, count) => sum + count, 0);
      process.stdout.write(`${outcome}: ${calls} calls, $${report.cost_usd}\n`);
    });
  });

  it('waits for nothing where nothing is being decided, and only for who may read the session', async () => {
    const consent = { given: true, notice_version: '2026-01' };
    const userId = aUserId();
    const body = { type: 'registration', consent, user_id: userId };
    const { id } = await flow.backend.post<{ id: string }>('/verification-sessions', body);
    const path = `/verification-sessions/${id}/decision?wait=5`;
    expect(await flow.backend.get(path)).toMatchObject({ id, status: 'requires_input', user_id: userId });
    await expect(flow.sam.get(path)).rejects.toMatchObject({ status: 404, code: 'not_found' });
  });

  it('says that the document is missing whose form was never used', async () => {
    const consent = { given: true, notice_version: '2026-01' };
    const { id } = await flow.backend.post<{ id: string }>('/verification-sessions', {
      type: 'registration',
      consent,
      user_id: aUserId(),
    });
    await flow.backend.post(`/verification-sessions/${id}/documents`, { content_type: 'image/jpeg' });
    await expect(flow.backend.post(`/verification-sessions/${id}/submit`)).rejects.toMatchObject({
      status: 409,
      code: 'requirements_missing',
      message: expect.stringContaining('document'),
    });
  });

  it('approves in a sensitive flow as well', async () => {
    const report = await register(flow, {
      selfie: await selfieOf('franck'),
      document: await identityCardOf('franck'),
      sensitivity: 'sensitive',
    });
    expect(report.decision).toMatchObject({ outcome: 'approved' });
  });

  it('holds the same face under other ids, whichever shard each falls in', async () => {
    await registerPersonNamed(flow, 'franck');
    for (const shard of [0, SHARDS - 1]) {
      const report = await registerPersonNamed(flow, 'franck', aUserIdOf(shard));
      expect(report).toMatchObject({ status: 'in_review', review: { reason_codes: ['duplicate_face'] } });
      const search = report.checks.find(({ name }) => name === 'duplicate_search');
      expect(search).toMatchObject({ matches: [{ found_by: 'selfie' }, { found_by: 'document' }] });
      const view = await flow.backend.get<Record<string, unknown>>(`/verification-sessions/${report.id}`);
      expect(JSON.stringify(view)).not.toMatch(/duplicate|similarity|reason/);
    }
    // a duplicate's face is deleted after the decision
    await storedFacesCome(flow.stack, (stored) => expect(stored).toHaveLength(1));
  });

  it('lets different people register beside each other', async () => {
    expect((await registerPersonNamed(flow, 'franck')).decision?.outcome).toBe('approved');
    expect((await registerPersonNamed(flow, 'cage')).decision?.outcome).toBe('approved');
    await storedFacesCome(flow.stack, (stored) => expect(stored).toHaveLength(2));
  });

  it('enrolls exactly one of two users who register one face at once', async () => {
    const reports = await Promise.all([
      registerPersonNamed(flow, 'bieber'),
      registerPersonNamed(flow, 'bieber'),
    ]);
    expect(reports.map(({ status }) => status).sort()).toEqual(['approved', 'in_review']);
    // the loser's face is deleted after the decision
    await storedFacesCome(flow.stack, (stored) => expect(stored).toHaveLength(1));
  });

  it('takes another document in the same session after one that failed, with one liveness check', async () => {
    const [selfie, document] = [await selfieOf('franck'), await identityCardOf('franck')];
    const views: Told[] = [];
    const report = await register(flow, {
      selfie,
      document: await blurred(document),
      furtherDocuments: [await identityCardOf('cage'), document],
      told: (view) => views.push(view as Told),
    });
    expect(report).toMatchObject({
      status: 'approved',
      earlier_runs: [
        { run: 1, decision: { outcome: 'try_again', reason_codes: ['document_image_too_blurry'] } },
        { run: 2, decision: { outcome: 'try_again', reason_codes: ['face_mismatch'] } },
      ],
    });
    expect(views.filter(({ status }) => status !== 'processing')).toMatchObject([
      {
        status: 'requires_input',
        liveness_passed: true,
        attempts_remaining: 2,
        last_error: { code: 'photograph_again', user_message_key: 'photograph_document_sharper' },
      },
      {
        status: 'requires_input',
        attempts_remaining: 1,
        last_error: { code: 'person_not_matched', user_message_key: 'face_does_not_match_document' },
      },
      { status: 'approved', attempts_remaining: 0 },
    ]);
    const calls = await rekognitionCalls(flow.stack);
    expect(calls).toMatchObject({ CreateFaceLivenessSession: 1, GetFaceLivenessSessionResults: 1 });
    expect(calls).toMatchObject({ IndexFaces: 1 });
    await storedFacesCome(flow.stack, (stored) => expect(stored).toHaveLength(1));
  });

  it('declines by the last document that fails, and stores nothing', async () => {
    const blurry = await blurred(await identityCardOf('cage'));
    const report = await register(flow, {
      selfie: await selfieOf('cage'),
      document: blurry,
      furtherDocuments: [blurry, blurry],
    });
    expect(report).toMatchObject({
      status: 'declined',
      run: 3,
      decision: { outcome: 'declined', reason_codes: ['document_image_too_blurry'] },
    });
    expect(await rekognitionCalls(flow.stack)).toMatchObject({ CreateFaceLivenessSession: 1 });
    await storedFacesCome(flow.stack, (stored) => expect(stored).toEqual([]));
  });

  it('lets a user enroll again after the face was deleted', async () => {
    const userId = aUserId();
    await registerPersonNamed(flow, 'cage', userId);
    await resetRekognitionCalls(flow.stack);
    await expect(registerPersonNamed(flow, 'cage', userId)).rejects.toMatchObject({
      status: 409,
      code: 'user_already_enrolled',
    });
    expect(await rekognitionCalls(flow.stack)).not.toHaveProperty('CreateFaceLivenessSession');
    for (const { face_id } of await enrolledFaces(flow, userId))
      await flow.operator.delete(`/users/${userId}/faces/${face_id}`, 'test');
    expect((await registerPersonNamed(flow, 'cage', userId)).decision?.outcome).toBe('approved');
  });
});
