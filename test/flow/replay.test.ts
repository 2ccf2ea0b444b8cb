import { selfieOf } from '@face-idv/local-rekognition/testing/photos';
import sharp from 'sharp';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Report, ReportedCheck } from '../../local/demo/verify-person.ts';
import { forgetEverybody, withSharedFlowStack } from '../support/flow-stack.ts';
import { identityCardOf } from '../support/identity-card-of.ts';
import { withPolicyChange } from '../support/policy-change.ts';
import {
  aUserId,
  authenticate,
  enrolledFaces,
  prepare,
  register,
  registerPersonNamed,
} from '../support/registrations.ts';
import { type CaseView, caseOf, decideCaseOf, reportOnce } from '../support/review-cases.ts';

interface Copy {
  readonly session_id: string;
  readonly user_id: string;
  readonly kind: string;
  readonly different_bits?: number;
}
interface CopyCase extends CaseView {
  readonly copies: readonly Copy[];
  readonly people: readonly {
    readonly user_id: string;
    readonly reports: readonly { readonly id: string }[];
  }[];
  readonly images: readonly { readonly kind: string; readonly session_id?: string }[];
}

const comparisonOf = ({ checks }: Report) =>
  checks.find(({ name }) => name === 'capture_comparison') as
    | (ReportedCheck & { readonly copies?: readonly Copy[] })
    | undefined;

/** Shows the same recording in place of a camera. */
const INJECTED = ['capture', 'injected'] as const;

describe('the same capture twice', () => {
  const flow = withSharedFlowStack();
  beforeEach(() => forgetEverybody(flow));
  const view = (id: string) => flow.backend.get<object>(`/verification-sessions/${id}`);

  it('is no matter of a camera, which never takes the same picture twice', async () => {
    const user = aUserId();
    const photo = await selfieOf('franck');
    const registered = await register(flow, {
      userId: user,
      selfie: photo,
      document: await identityCardOf('franck'),
    });
    expect(registered.status).toBe('approved');
    const login = await authenticate(flow, user, photo, 'capture');
    expect(login.status).toBe('approved');
    expect(comparisonOf(login)).toMatchObject({
      status: 'passed',
      measures: [{ name: 'equal_captures', value: 0, limit: '0' }],
    });
  });

  it('declines a login with a recording of an earlier one, and shows the person a wrong face', async () => {
    const user = aUserId();
    await registerPersonNamed(flow, 'bieber', user);
    const recording = await selfieOf('bieber');
    const first = await authenticate(flow, user, recording, ...INJECTED);
    expect(first.status).toBe('approved');
    const replayed = await authenticate(flow, user, recording, ...INJECTED);
    expect(replayed).toMatchObject({
      status: 'declined',
      decision: { reason_codes: ['replay_suspected'] },
    });
    expect(comparisonOf(replayed)).toMatchObject({
      status: 'failed',
      reason_codes: ['replay_suspected'],
      copies: [{ session_id: first.id, user_id: user, kind: 'equal' }],
    });
    const wrong = await authenticate(flow, user, await selfieOf('cage'));
    expect(wrong.decision?.reason_codes).toEqual(['face_not_recognized']);
    const shown = async ({ id }: Report) => {
      const {
        id: _id,
        created_at: _created,
        expires_at: _expires,
        ...rest
      } = (await view(id)) as Record<string, unknown>;
      return rest;
    };
    expect(await shown(replayed)).toEqual(await shown(wrong));
  });

  it('declines a registration with the frames of another user, who stays the only one enrolled', async () => {
    const [owner, thief] = [aUserId(), aUserId()];
    const person = { selfie: await selfieOf('cage'), document: await identityCardOf('cage') };
    const first = await register(flow, { ...person, userId: owner, frames: 'injected' });
    expect(first.status).toBe('approved');
    const replayed = await register(flow, { ...person, userId: thief, frames: 'injected' });
    expect(replayed).toMatchObject({ status: 'declined', decision: { reason_codes: ['replay_suspected'] } });
    expect(await view(replayed.id)).toMatchObject({
      status: 'declined',
      user_message_key: 'verification_declined',
      retryable: false,
    });
    expect(JSON.stringify(await view(replayed.id))).not.toMatch(/replay|copy|capture/);
    expect(await enrolledFaces(flow, thief)).toEqual([]);
  });

  it('of two sessions at the same time belongs to exactly one of them', async () => {
    const user = aUserId();
    await registerPersonNamed(flow, 'franck', user);
    const recording = await sharp(await selfieOf('franck'))
      .jpeg({ quality: 61 })
      .toBuffer();
    const submits = await Promise.all(
      [1, 2].map(() => prepare(flow, user, recording, undefined, 'injected')),
    );
    const reports: Report[] = [];
    for (const submit of submits) reports.push(await submit());
    const statuses = reports.map((report) => comparisonOf(report)?.status).sort();
    expect(statuses).toEqual(['failed', 'passed']);
    expect(reports.map(({ status }) => status).sort()).toEqual(['approved', 'declined']);
  });
});

describe('captures that look the same, where they are looked for and a person judges equal ones', () => {
  const flow = withSharedFlowStack();
  withPolicyChange(flow, { replay: { near: 'review', equal: 'review' } });
  beforeEach(() => forgetEverybody(flow));
  const recompressed = async (photo: Buffer) =>
    sharp(photo).resize({ width: 400 }).jpeg({ quality: 60 }).toBuffer();

  it('hold a registration until a person has compared both', async () => {
    const user = aUserId();
    const selfie = await selfieOf('cage');
    const document = await identityCardOf('cage');
    // the first session is left by its person
    await prepare(flow, user, selfie, document);
    const held = await register(flow, { userId: user, selfie: await recompressed(selfie), document });
    expect(held).toMatchObject({
      status: 'in_review',
      review: { reason_codes: ['near_copy_suspected'] },
    });
    expect(comparisonOf(held)).toMatchObject({ status: 'review', reason_codes: ['near_copy_suspected'] });
    const opened = await caseOf(flow, held.id, 'near_copy_suspected');
    expect(opened.possible_findings).toEqual(['accept_capture', 'decline', 'attack']);
    const detail = await flow.reviewer.get<CopyCase>(`/review-cases/${opened.id}`);
    const [copy] = detail.copies;
    expect(copy).toMatchObject({ user_id: user, kind: 'near' });
    expect(copy?.different_bits).toBeLessThanOrEqual(36);
    const selfies = detail.images.filter(({ kind }) => kind === 'selfie').map(({ session_id }) => session_id);
    expect(selfies.sort()).toEqual([held.id, copy?.session_id].sort());
    const told = await flow.backend.get<object>(`/verification-sessions/${held.id}`);
    expect(JSON.stringify(told)).not.toMatch(/replay|copy|capture/);
    await decideCaseOf(flow, held.id, 'near_copy_suspected', 'accept_capture');
    expect((await reportOnce(flow, held.id, 'approved')).checks.map(({ name }) => name)).toContain(
      'capture_comparison',
    );
  });

  it('let a login go on, equal or near, and open a case beside it', async () => {
    const user = aUserId();
    const photo = await selfieOf('franck');
    const document = await identityCardOf('franck');
    expect((await register(flow, { userId: user, selfie: photo, document, frames: 'injected' })).status).toBe(
      'approved',
    );
    const near = await authenticate(flow, user, await recompressed(photo));
    expect(near).toMatchObject({ status: 'approved', decision: { reason_codes: ['near_copy_suspected'] } });
    expect(await caseOf(flow, near.id, 'near_copy_suspected')).toMatchObject({ status: 'open' });
    const equal = await authenticate(flow, user, photo, 'protocol', 'injected');
    expect(equal).toMatchObject({ status: 'approved', decision: { reason_codes: ['replay_suspected'] } });
    expect(await caseOf(flow, equal.id, 'replay_suspected')).toMatchObject({ status: 'open' });
    const before = await flow.backend.get(`/verification-sessions/${equal.id}`);
    expect(JSON.stringify(before)).not.toMatch(/replay|copy|capture/);
    expect(await decideCaseOf(flow, equal.id, 'replay_suspected', 'attack')).toMatchObject({
      status: 'decided',
    });
    expect(await flow.backend.get(`/verification-sessions/${equal.id}`)).toEqual(before);
  });

  it('are no matter of two people', async () => {
    const one = await registerPersonNamed(flow, 'bieber');
    expect(comparisonOf(one)).toMatchObject({ status: 'passed' });
  });
});
