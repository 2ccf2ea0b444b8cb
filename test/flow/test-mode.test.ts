import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { REASON_CODES, type ReasonCode } from '../../lambda/kernel/reason-code.ts';
import type { Report } from '../../local/demo/verify-person.ts';
import { withSharedFlowStack } from '../support/flow-stack.ts';
import { aUserId, registerPersonNamed } from '../support/registrations.ts';
import { rekognitionCalls, resetRekognitionCalls, storedFacesCome } from '../support/rekognition-admin.ts';
import type { CaseView } from '../support/review-cases.ts';
import { rowsOf } from '../support/stored-rows.ts';

interface View {
  readonly id: string;
  readonly livemode: boolean;
  readonly status: string;
  readonly user_message_key?: string;
  readonly last_error?: { readonly user_message_key: string };
  readonly step_up_proof?: string;
  readonly client_token?: string;
}
type Type = 'registration' | 'authentication' | 'step_up' | 're_enrollment';

/** Types of the reasons that no registration has. */
const OF_OTHER_TYPES: Partial<Readonly<Record<ReasonCode, Type>>> = {
  user_not_enrolled: 'authentication',
  face_not_recognized: 'authentication',
  face_limit_reached: 're_enrollment',
  enrollment_in_progress: 're_enrollment',
};

describe('the test mode', () => {
  const flow = withSharedFlowStack();
  const simulated = new Set<ReasonCode>();
  const simulatedSessions = new Set<string>();

  beforeAll(async () => {
    // of the file before, whose faces may still be deleted
    await storedFacesCome(flow.stack, (faces) => expect(faces).toEqual([]));
    await resetRekognitionCalls(flow.stack);
  });

  const create = (type: Type = 'registration', user_id = aUserId(), changes: object = {}) =>
    flow.backend.post<View>('/verification-sessions', {
      ...{ type, user_id, livemode: false, consent: { given: true, notice_version: '2026-01' } },
      ...(type === 're_enrollment' ? { enrollment: { mode: 'add' } } : {}),
      ...(type === 'step_up' ? { transaction: { amount: '10.00' } } : {}),
      ...changes,
    });
  const simulate = (id: string, outcome: string, reason?: string, key = randomUUID()) => {
    simulatedSessions.add(id);
    return flow.backend.post<View>(
      `/test-helpers/verification-sessions/${id}/simulate`,
      { outcome, ...(reason === undefined ? {} : { reason }) },
      undefined,
      key,
    );
  };
  const reportOf = (id: string) => flow.operator.get<Report>(`/verification-sessions/${id}/report`);

  /** Every reason that a report shows: of decision, review, checks and earlier runs. */
  async function reasonsOf(id: string): Promise<readonly string[]> {
    const report = JSON.stringify(await reportOf(id));
    return [...report.matchAll(/"reason_codes":\[([^\]]*)\]/g)].flatMap(([, codes = '']) =>
      codes.split(',').map((code) => code.replaceAll('"', '')),
    );
  }

  it.each<[Type, string, string]>([
    ['registration', 'pass', 'approved'],
    ['authentication', 'pass', 'approved'],
    ['step_up', 'pass', 'approved'],
    ['re_enrollment', 'pass', 'approved'],
    ['re_enrollment', 'duplicate', 'in_review'],
    ['registration', 'try_again', 'requires_input'],
    ['authentication', 'try_again', 'requires_input'],
    ['registration', 'expire', 'expired'],
    ['step_up', 'expire', 'expired'],
    ['registration', 'abandon', 'abandoned'],
    ['authentication', 'abandon', 'abandoned'],
    ['registration', 'duplicate', 'in_review'],
    ['registration', 'review', 'in_review'],
    ['registration', 'error', 'error'],
    ['authentication', 'error', 'error'],
  ])('brings a %s by %s to %s', async (type, outcome, status) => {
    const { id, livemode, client_token } = await create(type);
    expect(livemode).toBe(false);
    expect(client_token).toBeDefined();
    expect(await simulate(id, outcome)).toMatchObject({ id, livemode: false, status });
    const view = await flow.backend.get<View>(`/verification-sessions/${id}/decision`);
    expect(view).toMatchObject({ livemode: false, status });
    // a verifier executes what a proof names, so a test gets none
    expect(view.step_up_proof).toBeUndefined();
  });

  it('produces every reason code that its policy can have, in the report too', async () => {
    const held = async () => {
      const { id } = await create();
      await simulate(id, 'duplicate');
      return id;
    };
    for (const reason of REASON_CODES) {
      if (reason === 'review_lapsed') {
        const id = await held();
        expect(await simulate(id, 'error', reason)).toMatchObject({ status: 'error' });
        expect(await reasonsOf(id)).toContain(reason);
      } else if (reason === 'existing_account') {
        // the policy of the laptop links no accounts; simulated-outcome.test.ts has one that does
        await expect(simulate(await held(), 'fail', reason)).rejects.toMatchObject({
          code: 'invalid_request',
        });
        continue;
      } else if (reason === 'near_copy_suspected') {
        // the laptop does not look for copies; simulated-run.test.ts has a policy that does
        const { id } = await create();
        await expect(simulate(id, 'fail', reason)).rejects.toMatchObject({ code: 'invalid_request' });
        continue;
      } else {
        const type = OF_OTHER_TYPES[reason] ?? 'registration';
        const path = reason === 'alternative_path' ? { alternative_path: { reason: 'other' } } : {};
        const { id } = await create(type, aUserId(), path);
        const view = await simulate(id, 'fail', reason);
        expect(['requires_input', 'in_review', 'declined', 'error'], reason).toContain(view.status);
        expect(await reasonsOf(id)).toContain(reason);
      }
      simulated.add(reason);
    }
    expect(simulated.size).toBe(REASON_CODES.length - 2);
  });

  it('decides a review by another simulation', async () => {
    const [kept, declined] = [await create(), await create()];
    for (const { id } of [kept, declined]) await simulate(id, 'duplicate');
    expect(await simulate(kept.id, 'pass')).toMatchObject({ status: 'approved' });
    expect(await simulate(declined.id, 'fail')).toMatchObject({
      status: 'declined',
      user_message_key: 'verification_declined',
    });
  });

  it('publishes events that say that they are of a test', async () => {
    const { id } = await create();
    await simulate(id, 'pass');
    const rows = await (await rowsOf(flow, 'Sessions')).list(`demo#${id}`);
    const events = rows.filter((row) => String(row.type).startsWith('verification_session.'));
    expect(events.map(({ type, livemode }) => [type, livemode])).toEqual(
      ['created', 'liveness_started', 'liveness_passed', 'submitted', 'approved'].map((type) => [
        `verification_session.${type}`,
        false,
      ]),
    );
  });

  it('answers a repeated request the same, and acts once', async () => {
    const { id } = await create();
    const key = randomUUID();
    const first = await simulate(id, 'fail', 'liveness_confidence_low', key);
    expect(await simulate(id, 'fail', 'liveness_confidence_low', key)).toEqual(first);
    expect(await reportOf(id)).toMatchObject({ liveness_failures: 1 });
  });

  it('takes no image of a person, and points to the simulation', async () => {
    const { id } = await create();
    const refused = { status: 409, code: 'test_session' };
    const path = `/verification-sessions/${id}`;
    for (const [call, body] of [
      ['liveness-sessions'],
      [`liveness-sessions/${randomUUID()}/complete`],
      ['documents', { content_type: 'image/jpeg' }],
      ['submit'],
    ] as const)
      await expect(flow.backend.post(`${path}/${call}`, body)).rejects.toMatchObject(refused);
  });

  it('lists test sessions apart from live ones', async () => {
    const userId = aUserId();
    const { id } = await create('registration', userId);
    const idsOf = async (query: string) =>
      (
        await flow.operator.get<{ data: readonly View[] }>(`/verification-sessions?user_id=${userId}${query}`)
      ).data.map((view) => view.id);
    expect(await idsOf('')).toEqual([]);
    expect(await idsOf('&livemode=false')).toEqual([id]);
  });

  it('is neither for people nor for live sessions', async () => {
    const body = { type: 'registration', consent: { given: true, notice_version: '2026-01' } };
    await expect(flow.sam.post('/verification-sessions', { ...body, livemode: false })).rejects.toMatchObject(
      { status: 403, code: 'forbidden' },
    );
    const { id } = await create('registration', aUserId(), { livemode: true });
    await expect(simulate(id, 'pass')).rejects.toMatchObject({ status: 409, code: 'invalid_state' });
  });

  it('has called no Rekognition by now', async () => {
    expect(await rekognitionCalls(flow.stack)).toEqual({});
  });

  it('leaves the live user of the same id as they are', async () => {
    const userId = aUserId();
    for (const outcome of ['pass', 'duplicate'])
      await simulate((await create('registration', userId)).id, outcome);
    const exhausted = await create('registration', userId, { device: { id: 'their-phone' } });
    await simulate(exhausted.id, 'fail', 'attempts_exhausted');
    expect(await flow.operator.get(`/users/${userId}/lockout`)).toMatchObject({ state: 'open' });
    expect((await registerPersonNamed(flow, 'franck', userId)).status).toBe('approved');
    // the events of all tests were delivered meanwhile, and neither resumed nor held sessions began anything
    expect(await rekognitionCalls(flow.stack)).toMatchObject({ CreateFaceLivenessSession: 1, IndexFaces: 1 });
    const { data } = await flow.reviewer.get<{ data: CaseView[] }>('/review-cases?limit=100');
    expect(data.filter(({ session }) => simulatedSessions.has(session?.id ?? ''))).toEqual([]);
    // and a test registers them again, as if nobody were enrolled
    const again = await create('registration', userId);
    expect(await simulate(again.id, 'pass')).toMatchObject({ status: 'approved' });
  });
});
