import {
  aPhotoWithoutFace,
  aTurnedFace,
  blurred,
  darkened,
  fromFarAway,
  portraitOf,
  selfieOf,
  sideBySide,
} from '@face-idv/local-rekognition/testing/photos';
import sharp from 'sharp';
import { afterEach, describe, expect, it } from 'vitest';
import { REASON_CODES, type ReasonCode } from '../../lambda/kernel/reason-code.ts';
import type { Report } from '../../local/demo/verify-person.ts';
import { forgetEverybody, withSharedFlowStack } from '../support/flow-stack.ts';
import { identityCardOf } from '../support/identity-card-of.ts';
import { thePhotoEngine } from '../support/photo-engine.ts';
import {
  aUserId,
  authenticate,
  enrolledFaces,
  prepare,
  register,
  registerPersonNamed,
} from '../support/registrations.ts';
import { injectFaults } from '../support/rekognition-admin.ts';
import { decideCaseOf, reportOnce } from '../support/review-cases.ts';

/** What a client learns of an attempt. */
interface Told {
  readonly status: string;
  readonly user_message_key?: string;
  readonly retryable?: boolean;
  readonly attempts_remaining: number;
}

/** Reasons that no flow on a laptop can produce, and why; they do not count as members of a class. */
const NOT_PRODUCED: Partial<Readonly<Record<ReasonCode, string>>> = {
  image_format_unsupported: 'the selfie is a reference image of Face Liveness, which is a JPEG',
  image_too_small: 'the selfie is a frame of a camera; Face Liveness takes no smaller one',
  image_too_large: 'the selfie is a frame of a camera; Face Liveness returns no larger one',
  model_version_unsupported:
    'the local Rekognition has no version that the policy lacks; match-threshold.test.ts has it',
  liveness_check_failed: 'takes a camera stream that breaks off; liveness-verdict.test.ts has it',
  eyes_closed: 'the laptop has no such rule; selfie-rules.test.ts turns it on',
  mouth_open: 'the laptop has no such rule; selfie-rules.test.ts turns it on',
  sunglasses_worn: 'the laptop has no such rule; selfie-rules.test.ts turns it on',
  eyeglasses_worn: 'the laptop has no such rule; selfie-rules.test.ts turns it on',
  alternative_path: 'takes a person who asks for it; alternative-path.test.ts has it',
  possible_duplicate: 'the policy has no review band; search-duplicate-faces.test.ts has one',
  upstream_throttled: 'the workflow outlasts five minutes of it; end-registration.test.ts ends so',
  upstream_unavailable: 'the workflow outlasts five minutes of it; end-registration.test.ts ends so',
  match_in_band: 'the laptop has no bands; claim-enrollment.test.ts has it',
  liveness_in_band: 'the laptop has no bands; claim-enrollment.test.ts has it',
  near_copy_suspected: 'the laptop does not look for it; replay.test.ts has it',
  duplicate_image: 'equal bytes are a replay before; claim-enrollment.test.ts has it',
  existing_account: 'the laptop links no accounts; answered-review.test.ts has it',
  face_limit_reached: 'takes two sessions at the limit; claim-enrollment.test.ts has it',
  enrollment_in_progress: 'takes two sessions of a user; re-enrollment.test.ts has it',
  consent_withdrawn: 'takes a withdrawal while a registration runs; consent.test.ts has it',
  review_lapsed: 'takes days; sweep-sessions.test.ts has it',
  reference_image_missing: 'the local Face Liveness returns a reference image with every check that succeeds',
};

describe('what a client is told', () => {
  const flow = withSharedFlowStack();
  const told = new Map<ReasonCode, Told>();

  afterEach(async () => {
    await injectFaults(flow.stack, []);
    await forgetEverybody(flow);
  });

  const view = (id: string) => flow.backend.get<Told>(`/verification-sessions/${id}`);

  /** Keeps what the client sees of a session that ended for this reason, by the operator's report. */
  async function keep(reason: ReasonCode, { id, decision }: Report): Promise<void> {
    expect(decision?.reason_codes).toContain(reason);
    const { status, user_message_key, retryable, attempts_remaining } = await view(id);
    told.set(reason, {
      status,
      attempts_remaining,
      ...(user_message_key === undefined ? {} : { user_message_key, retryable: retryable ?? false }),
    });
  }

  /** A mask from nose to chin. */
  const covered = async (photo: Buffer): Promise<Buffer> => {
    const { faces, width, height } = await (await thePhotoEngine()).analyze({ image: photo });
    const [face] = faces;
    if (!face) throw new Error('there is no face to cover');
    const { box } = face;
    const mask = {
      width: Math.round(box.width * width),
      height: Math.round(box.height * height * 0.45),
      channels: 3 as const,
      background: '#3a6ea5',
    };
    const [left, top] = [Math.round(box.left * width), Math.round((box.top + box.height / 2) * height)];
    return sharp(photo)
      .composite([{ input: { create: mask }, left, top }])
      .jpeg()
      .toBuffer();
  };

  it('about a selfie of each kind that is not good', async () => {
    const userId = aUserId();
    expect((await registerPersonNamed(flow, 'franck', userId)).status).toBe('approved');
    const selfies: readonly (readonly [ReasonCode, Buffer])[] = [
      ['face_not_detected', await aPhotoWithoutFace()],
      ['multiple_faces_detected', await sideBySide(await selfieOf('franck'), await selfieOf('cage'))],
      ['face_too_small', await fromFarAway(await selfieOf('franck'))],
      ['pose_out_of_range', await aTurnedFace()],
      ['image_too_blurry', await blurred(await selfieOf('franck'))],
      ['image_too_dark', await darkened(await selfieOf('franck'))],
      ['face_occluded', await covered(await selfieOf('franck'))],
    ];
    // a login judges the selfie first; a registration judges it once it has matched the document
    for (const [reason, selfie] of selfies) await keep(reason, await authenticate(flow, userId, selfie));
  });

  const png = (width: number, height: number) =>
    sharp({ create: { width, height, channels: 3, background: '#fff' } })
      .png()
      .toBuffer();
  const claiming = async (sidePx: number): Promise<Buffer> => {
    const image = await png(100, 100);
    image.writeUInt32BE(sidePx, 16);
    image.writeUInt32BE(sidePx, 20);
    return image;
  };
  const besideAnother = async (): Promise<Buffer> => {
    const beside = await sharp(await portraitOf('franck'))
      .resize({ height: 800 })
      .png()
      .toBuffer();
    return sharp(await identityCardOf('cage'))
      .extend({ right: 900, background: '#6b5b4b' })
      .composite([{ input: beside, left: 1450, top: 50 }])
      .jpeg()
      .toBuffer();
  };

  it.each<[ReasonCode, () => Promise<Buffer>]>([
    ['document_face_not_found', aPhotoWithoutFace],
    ['document_is_selfie', () => selfieOf('franck')],
    ['document_multiple_people', besideAnother],
    ['document_face_too_small', async () => fromFarAway(await portraitOf('franck'))],
    ['document_pose_out_of_range', aTurnedFace],
    ['document_image_too_blurry', async () => blurred(await identityCardOf('franck'))],
    ['document_image_too_dark', async () => darkened(await identityCardOf('franck'))],
    ['document_face_occluded', async () => covered(await portraitOf('franck'))],
    ['document_image_format_unsupported', async () => Buffer.from('these are words')],
    ['document_image_too_small', () => png(60, 60)],
    ['document_image_too_large', () => claiming(20_000)],
    ['face_mismatch', () => identityCardOf('cage')],
  ])('about a document with %s', async (reason, document) => {
    await keep(
      reason,
      await register(flow, { selfie: await selfieOf('franck'), document: await document() }),
    );
  });

  it('about people who are known already', async () => {
    const owner = aUserId();
    // begun before their outcome is known: afterwards the API refuses to begin them
    const submitLate = await prepare(flow, owner, await selfieOf('cage'), await identityCardOf('cage'));
    const samePicture = { selfie: await selfieOf('franck'), document: await identityCardOf('franck') };
    expect((await register(flow, { ...samePicture, userId: owner })).status).toBe('approved');
    const duplicate = await registerPersonNamed(flow, 'franck');
    expect(await view(duplicate.id)).toMatchObject({ status: 'in_review' });
    await decideCaseOf(flow, duplicate.id, 'possible_duplicate', 'same_person');
    await keep('duplicate_face', await reportOnce(flow, duplicate.id, 'declined'));
    // a recording that no other file on this stack has shown
    const recording = await sharp(await selfieOf('cage'))
      .jpeg({ quality: 71 })
      .toBuffer();
    const recorded = { ...samePicture, selfie: recording, frames: 'injected' as const };
    await register(flow, recorded);
    await keep(
      'replay_suspected',
      await register(flow, { ...recorded, document: await identityCardOf('cage') }),
    );
    await keep('user_already_enrolled', await submitLate());
    await keep('face_not_recognized', await authenticate(flow, owner, await selfieOf('cage')));
    const submitLogin = await prepare(flow, owner, await selfieOf('franck'));
    for (const { face_id } of await enrolledFaces(flow, owner))
      await flow.operator.delete(`/users/${owner}/faces/${face_id}`, 'a test');
    await keep('user_not_enrolled', await submitLogin());
  });

  it('about liveness checks that fail, one by one and in the end', async () => {
    const { id } = await flow.backend.post<{ id: string }>('/verification-sessions', {
      type: 'registration',
      user_id: aUserId(),
      consent: { given: true, notice_version: '2026-01' },
    });
    const outdated = await failLiveness(id, '?challenge-version=0.9.0&sdk-type=iOS');
    expect(outdated).toMatchObject({ user_message_key: 'upgrade_required', attempts_remaining: 5 });
    told.set('challenge_version_retired', outdated);
    const first = await failLiveness(id);
    const report = await flow.operator.get<Report>(`/verification-sessions/${id}/report`);
    expect(report.checks.map(({ reason_codes }) => reason_codes)).toEqual([['liveness_confidence_low']]);
    told.set('liveness_confidence_low', first);
    while ((await failLiveness(id)).retryable);
    await keep('attempts_exhausted', await flow.operator.get<Report>(`/verification-sessions/${id}/report`));
  });

  async function failLiveness(id: string, query = ''): Promise<Told> {
    const path = `/verification-sessions/${id}/liveness-sessions`;
    const { liveness_session_id } = await flow.backend.post<{ liveness_session_id: string }>(path);
    const url = `${flow.stack.endpoint}/_local/rekognition/liveness-sessions/${liveness_session_id}/recording${query}`;
    const headers = { 'content-type': 'image/jpeg' };
    await fetch(url, { method: 'PUT', headers, body: new Uint8Array(await aPhotoWithoutFace()) });
    const answer = await flow.backend.post<Told>(`${path}/${liveness_session_id}/complete`);
    const { status, user_message_key = '', retryable = false, attempts_remaining } = answer;
    return { status, user_message_key, retryable, attempts_remaining };
  }

  it('about a fault', async () => {
    await injectFaults(flow.stack, [{ operation: 'CompareFaces', error: 'AccessDeniedException' }]);
    await keep('internal_error', await registerPersonNamed(flow, 'franck'));
  });

  it('about a search that stays incomplete, once a reviewer has declined', async () => {
    await injectFaults(flow.stack, [{ operation: 'SearchFacesByImage', error: 'AccessDeniedException' }]);
    const held = await registerPersonNamed(flow, 'franck');
    expect(await view(held.id)).toMatchObject({ status: 'in_review' });
    await decideCaseOf(flow, held.id, 'search_incomplete', 'decline');
    await keep('search_incomplete', await reportOnce(flow, held.id, 'declined'));
  });

  it('says nothing of a watchlist', async () => {
    const { id: session_id } = await registerPersonNamed(flow, 'bieber');
    const entries = '/watchlists/fraud/entries';
    const reason = { code: 'confirmed_fraud' };
    const body = { reason, source: 'test', session_id };
    const { id } = await flow.reviewer.post<{ id: string }>(entries, body, 'test');
    await flow.reviewer.post(`${entries}/${id}/complete`, {});
    await forgetEverybody(flow);
    const held = await registerPersonNamed(flow, 'bieber');
    await decideCaseOf(flow, held.id, 'watchlist_hit', 'decline');
    await keep('watchlist_hit', await reportOnce(flow, held.id, 'declined'));
    await flow.operator.delete(`${entries}/${id}`, 'test');
  });

  it('is produced for every reason, but for those that cannot be', () => {
    const silent = REASON_CODES.filter((reason) => !told.has(reason));
    expect(silent.sort()).toEqual(Object.keys(NOT_PRODUCED).sort());
  });

  it('is equal within a class: status, key, whether to try again, and attempts', () => {
    for (const [key, members] of classes()) {
      const [first, ...others] = members;
      for (const other of others) expect(other.told, `${key}: ${other.reason}`).toEqual(first?.told);
    }
  });

  it('never means a duplicate or a watchlist alone', () => {
    const secret: ReasonCode[] = [
      'duplicate_face',
      'possible_duplicate',
      'duplicate_image',
      'watchlist_hit',
      'replay_suspected',
    ];
    for (const [key, members] of classes())
      expect(
        members.every(({ reason }) => secret.includes(reason)),
        key,
      ).toBe(false);
  });

  /** The reasons that a flow produced, by the key of their message. */
  function classes() {
    const byKey = new Map<string, { readonly reason: ReasonCode; readonly told: Told }[]>();
    for (const [reason, one] of told) {
      const key = one.user_message_key ?? '';
      byKey.set(key, [...(byKey.get(key) ?? []), { reason, told: one }]);
    }
    return byKey;
  }
});
