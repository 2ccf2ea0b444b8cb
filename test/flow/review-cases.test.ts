import { selfieOf } from '@face-idv/local-rekognition/testing/photos';
import { beforeEach, describe, expect, it } from 'vitest';
import { forgetEverybody, withSharedFlowStack } from '../support/flow-stack.ts';
import { aUserId, authenticate, enrolledFaces, registerPersonNamed } from '../support/registrations.ts';
import { storedFacesCome } from '../support/rekognition-admin.ts';
import { caseOf, decideCaseOf, reportOnce } from '../support/review-cases.ts';

describe('two users whose faces match', () => {
  const flow = withSharedFlowStack();

  beforeEach(() => forgetEverybody(flow));

  /** Enrolls one of them; the registration of the other is held. */
  async function aHeldTwin() {
    const [first, second] = [aUserId(), aUserId()];
    expect((await registerPersonNamed(flow, 'franck', first)).status).toBe('approved');
    const held = await registerPersonNamed(flow, 'franck', second);
    expect(held.status).toBe('in_review');
    return { first, second, held };
  }
  const view = (id: string) => flow.backend.get<Record<string, unknown>>(`/verification-sessions/${id}`);

  it('are held without a face, under a view that does not say why, and a case that does', async () => {
    const { first, second, held } = await aHeldTwin();
    const seen = await view(held.id);
    expect(seen).toMatchObject({ status: 'in_review', expected_by: expect.any(String) });
    expect(JSON.stringify(seen)).not.toMatch(/duplicate|similar|reason|case/);
    await storedFacesCome(flow.stack, (stored) => expect(stored).toHaveLength(1));
    const opened = await caseOf(flow, held.id, 'possible_duplicate');
    expect(opened).toMatchObject({
      session: { id: held.id, run: 1 },
      matches: [
        { user_id: first, found_by: 'selfie' },
        { user_id: first, found_by: 'document' },
      ],
    });
    const detail = await flow.reviewer.get<{
      people: { user_id: string; faces: unknown[]; reports: { id: string }[] }[];
      images: { kind: string; user_id: string }[];
    }>(`/review-cases/${opened.id}`);
    expect(detail.people.map(({ user_id, faces }) => [user_id, faces.length])).toEqual([
      [second, 0],
      [first, 1],
    ]);
    expect(detail.images.map(({ kind, user_id }) => `${kind} ${user_id}`)).toEqual(
      expect.arrayContaining([`selfie ${second}`, `document ${second}`, `enrolled_image ${first}`]),
    );
  });

  it('are both approved once a person has found them to be two, and log in', async () => {
    const { first, second, held } = await aHeldTwin();
    await decideCaseOf(flow, held.id, 'possible_duplicate', 'allow_pair');
    const report = await reportOnce(flow, held.id, 'approved');
    expect(report).toMatchObject({
      run: 2,
      decision: { outcome: 'approved', decided_by: 'policy' },
      findings: [{ question: 'possible_duplicate', finding: 'allow_pair', run: 1 }],
    });
    for (const user of [first, second]) {
      expect(await enrolledFaces(flow, user)).toHaveLength(1);
      expect((await authenticate(flow, user, await selfieOf('franck'))).status).toBe('approved');
    }
    // a third with this face is nobody's twin
    expect((await registerPersonNamed(flow, 'franck')).status).toBe('in_review');
    // the pair is deleted with a user's last face, for whoever is registered under that id next
    for (const { face_id } of await enrolledFaces(flow, second))
      await flow.operator.delete(`/users/${second}/faces/${face_id}`, 'the account was closed');
    expect((await registerPersonNamed(flow, 'franck', second)).status).toBe('in_review');
  });

  it.each(['same_person', 'attack'])('are declined as %s, like anybody', async (finding) => {
    const { second, held } = await aHeldTwin();
    await decideCaseOf(flow, held.id, 'possible_duplicate', finding);
    expect(await reportOnce(flow, held.id, 'declined')).toMatchObject({
      decision: { decided_by: 'reviewer', reason_codes: ['duplicate_face'] },
    });
    expect(await view(held.id)).toMatchObject({
      user_message_key: 'verification_declined',
      retryable: false,
    });
    expect(await enrolledFaces(flow, second)).toEqual([]);
  });

  it('are decided once, whoever of two reviewers is first', async () => {
    const { held } = await aHeldTwin();
    const { id } = await caseOf(flow, held.id, 'possible_duplicate');
    const { revision } = await flow.reviewer.post<{ revision: number }>(`/review-cases/${id}/assign`, {});
    const decide = (finding: string) =>
      flow.reviewer.post(`/review-cases/${id}/decision`, { revision, finding });
    const ended = await Promise.allSettled([decide('attack'), decide('same_person'), decide('attack')]);
    expect(ended.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await reportOnce(flow, held.id, 'declined')).toMatchObject({ findings: [{ run: 1 }] });
  });
});
