import { darkened, type PersonName, portraitOf, selfieOf } from '@face-idv/local-rekognition/testing/photos';
import { photoCamera } from '../../local/demo/camera.ts';
import { composeIdentityCard } from '../../local/demo/identity-card.ts';
import { type VerificationApi, verificationApi } from '../../local/demo/verification-api.ts';
import { type Report, verifyPerson } from '../../local/demo/verify-person.ts';
import type { LocalStack } from '../../local/start/local-stack.ts';

/** People and cases that the pages show. */
export interface SeededStack {
  readonly backend: VerificationApi;
  readonly operator: VerificationApi;
  readonly approved: Report;
  /** Waits for a reviewer, since the face is known already. */
  readonly held: Report;
  readonly declined: Report;
  /** Case of {@link held}. */
  readonly caseId: string;
  /** Tokens of sessions, for the capture page. */
  readonly tokens: Readonly<Record<'registration' | 'payment', string>>;
}

/** A user id as long as the API allows, which every page must find room for. */
export const LONG_NAME = `customer-${'maximiliana-'.repeat(9)}7f3a`.slice(0, 110);

/**
 * Registers a few people through the API, as their apps would: approved, held, declined, and one with a
 * name that is hard to show.
 */
export async function seed(stack: LocalStack): Promise<SeededStack> {
  const backend = verificationApi(stack.apiUrl, () => stack.tokens.backend());
  const operator = verificationApi(stack.apiUrl, () => stack.tokens.user('olivia'));
  const callers = { person: backend, operator, camera: photoCamera(stack.endpoint) };
  const verify = (
    userId: string,
    type: 'registration' | 'authentication',
    selfie: Buffer,
    document?: Buffer,
  ): Promise<Report> =>
    verifyPerson(
      callers,
      {
        type,
        userId,
        selfie: { name: 'selfie', bytes: selfie, contentType: 'image/jpeg' },
        ...(document
          ? { document: { name: 'document', bytes: document, contentType: 'image/jpeg' as const } }
          : {}),
        sensitivity: 'regular',
        judge: 'protocol',
      },
      { run: async (_name, work) => (await work()).value, report: () => {} },
    );
  const card = async (person: PersonName) => composeIdentityCard(await portraitOf(person), 'Ann Example');
  const [franck, cage] = await Promise.all([selfieOf('franck'), selfieOf('cage')]);
  const approved = await verify('ann', 'registration', franck, await card('franck'));
  const held = await verify('bob', 'registration', franck, await card('franck'));
  const declined = await verify('eve', 'registration', cage, await card('franck'));
  await verify(LONG_NAME, 'registration', cage, await card('cage'));
  await verify('ann', 'authentication', franck);
  await verify('ann', 'authentication', cage);
  await verify('dan', 'registration', await darkened(franck), await card('franck'));
  await operator.post('/policies/registration/versions', {
    base: 1,
    change: { liveness: { min_confidence: 90 } },
    comment: 'fewer spoofs, and more people who try again',
  });
  await operator.post('/webhook-endpoints', {
    url: 'http://127.0.0.1:9/face-idv',
    description: 'Account opening',
    event_types: ['verification_session.approved', 'verification_session.declined'],
  });
  await operator.post('/reconciliations', {}, 'before the release');
  const { data } = await operator.get<{ data: { id: string; session_id?: string }[] }>(
    '/review-cases?status=open',
  );
  const tokenOf = async (body: object): Promise<string> => {
    const consent = { given: true, notice_version: '2026-01' };
    const session = { device: { id: 'phone-of-ann' }, consent, ...body };
    return (await backend.post<{ client_token: string }>('/verification-sessions', session)).client_token;
  };
  const transaction = {
    amount: '1250.00',
    currency: 'EUR',
    payee: 'Miriam Stone',
    reference: 'Invoice 4711',
  };
  const tokens = {
    registration: await tokenOf({ type: 'registration', user_id: 'fay' }),
    payment: await tokenOf({ type: 'step_up', user_id: 'ann', transaction }),
  };
  return { backend, operator, approved, held, declined, tokens, caseId: data[0]?.id ?? '' };
}
