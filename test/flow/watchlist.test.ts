import { selfieOf } from '@face-idv/local-rekognition/testing/photos';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Report } from '../../local/demo/verify-person.ts';
import { forgetEverybody, withSharedFlowStack } from '../support/flow-stack.ts';
import { aUserId, authenticate, registerPersonNamed } from '../support/registrations.ts';
import { caseOf, decideCaseOf } from '../support/review-cases.ts';
import {
  completeEntry,
  createEntry,
  deleteEntry,
  ENTRIES,
  type EntryView,
  REASON,
  uploadEntry,
  uploadImage,
} from '../support/watchlist.ts';

const SOON = { timeout: 40_000, interval: 300 };

describe('a watchlist', () => {
  const flow = withSharedFlowStack();
  beforeEach(() => forgetEverybody(flow));
  const create = (body: object) => createEntry(flow, body);
  const complete = (entry: EntryView) => completeEntry(flow, entry);
  const get = (id: string) => flow.viewer.get<EntryView>(`${ENTRIES}/${id}`);

  it('takes the selfie of a session, shows it to viewers without its image, and forgets it when deleted', async () => {
    const { id: session_id } = await registerPersonNamed(flow, 'bieber');
    const created = await create({ session_id });
    expect(created).toMatchObject({ state: 'pending', session_id, ...REASON });
    expect(await complete(created)).toMatchObject({ id: created.id, state: 'active' });
    expect(await complete(created)).toMatchObject({ state: 'active' });
    expect(await get(created.id)).toMatchObject({ state: 'active', session_id });
    expect(JSON.stringify(await get(created.id))).not.toMatch(/s3:|\.jpg|https?:/);
    const { data } = await flow.viewer.get<{ data: EntryView[] }>(ENTRIES);
    expect(data.map(({ id }) => id)).toContain(created.id);
    await deleteEntry(flow, created);
    await expect(get(created.id)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('holds a registration of the same face, shows the person nothing of it, and lets it pass once deleted', async () => {
    const { id: session_id } = await registerPersonNamed(flow, 'bieber');
    const entry = await complete(await create({ session_id }));
    await forgetEverybody(flow);
    // it is no gallery of users: nobody is held but who is on it
    expect(await registerPersonNamed(flow, 'cage')).toMatchObject({ status: 'approved' });
    const user = aUserId();
    const held = await registerPersonNamed(flow, 'bieber', user);
    expect(held).toMatchObject({ status: 'in_review' });
    const report = await flow.operator.get<Report>(`/verification-sessions/${held.id}/report`);
    const checkOf = (named: string) => report.checks.find(({ name }) => name === named);
    expect(checkOf('duplicate_search')).toMatchObject({ status: 'passed' });
    expect(checkOf('watchlist_search')).toMatchObject({
      status: 'failed',
      reason_codes: ['watchlist_hit'],
      matches: [{ list_id: 'fraud', entry_id: entry.id }],
    });
    const told = await flow.backend.get<object>(`/verification-sessions/${held.id}`);
    expect(JSON.stringify(told)).not.toMatch(/watchlist|fraud|hit|wle_/);
    const { id: caseId, matches, possible_findings } = await caseOf(flow, held.id, 'watchlist_hit');
    expect(matches).toMatchObject([{ list_id: 'fraud', entry_id: entry.id }]);
    expect(possible_findings).toEqual(['allow_pair', 'decline', 'attack']);
    // a reviewer compares both faces, each by a view that is recorded
    const { images } = await flow.reviewer.get<{ images: { id: string; kind: string; entry_id?: string }[] }>(
      `/review-cases/${caseId}`,
    );
    const listed = images.find(({ kind }) => kind === 'watchlist_image');
    expect(listed).toMatchObject({ entry_id: entry.id });
    const path = `/review-cases/${caseId}/image-views/${listed?.id}`;
    const { url } = await flow.reviewer.post<{ url: string }>(path, {}, 'is it the person on the list?');
    expect((await fetch(url)).headers.get('content-type')).toBe('image/jpeg');
    await decideCaseOf(flow, held.id, 'watchlist_hit', 'decline');
    const ended = () => flow.backend.get<object>(`/verification-sessions/${held.id}`);
    await vi.waitFor(async () => expect(await ended()).toMatchObject({ status: 'declined' }), SOON);
    expect(await ended()).toMatchObject({ user_message_key: 'verification_declined', retryable: false });
    expect(JSON.stringify(await ended())).not.toMatch(/watchlist|fraud|hit|wle_/);
    await deleteEntry(flow, entry);
    expect(await registerPersonNamed(flow, 'bieber')).toMatchObject({ status: 'approved' });
  });

  it('lets a user pass whom a reviewer finds to be somebody else, and no other', async () => {
    const { id: session_id } = await registerPersonNamed(flow, 'cage');
    const entry = await complete(await create({ session_id }));
    await forgetEverybody(flow);
    const held = await registerPersonNamed(flow, 'cage');
    await decideCaseOf(flow, held.id, 'watchlist_hit', 'allow_pair');
    const told = () => flow.backend.get<object>(`/verification-sessions/${held.id}`);
    await vi.waitFor(async () => expect(await told()).toMatchObject({ status: 'approved' }), SOON);
    await forgetEverybody(flow);
    expect(await registerPersonNamed(flow, 'cage')).toMatchObject({ status: 'in_review' });
    await deleteEntry(flow, entry);
  });

  it('opens a case of a user who logs in and has come onto a list since, and lets them in', async () => {
    const userId = aUserId();
    const { id: session_id } = await registerPersonNamed(flow, 'bieber', userId);
    const login = async () => authenticate(flow, userId, await selfieOf('bieber'));
    expect(await login()).toMatchObject({ status: 'approved' });
    const entry = await complete(await create({ session_id }));
    const listed = await login();
    expect(listed).toMatchObject({ status: 'approved', decision: { reason_codes: ['watchlist_hit'] } });
    expect(listed.checks.map(({ name, status }) => `${name} ${status}`)).toContain('watchlist_search failed');
    expect(await caseOf(flow, listed.id, 'watchlist_hit')).toMatchObject({
      status: 'open',
      matches: [{ entry_id: entry.id }],
    });
    const told = await flow.backend.get<object>(`/verification-sessions/${listed.id}`);
    expect(JSON.stringify(told)).not.toMatch(/watchlist|fraud|hit|wle_/);
    await decideCaseOf(flow, listed.id, 'watchlist_hit', 'allow_pair');
    expect((await login()).checks.find(({ name }) => name === 'watchlist_search')?.status).toBe('passed');
    await deleteEntry(flow, entry);
  });

  it('takes an uploaded image, and rejects one that shows nobody', async () => {
    const waiting = await create({ content_type: 'image/jpeg' });
    await expect(complete(waiting)).rejects.toMatchObject({ code: 'invalid_state' });
    await uploadImage(waiting, await selfieOf('cage'));
    expect(await complete(waiting)).toMatchObject({ state: 'active' });
    await deleteEntry(flow, waiting);
    const empty = await uploadEntry(flow, Buffer.from('nobody'));
    expect(empty).toMatchObject({ state: 'rejected', rejected_for: ['image_format_unsupported'] });
    await deleteEntry(flow, empty);
  });

  it('belongs to operators: reviewers add, administrators delete, and others do neither', async () => {
    await expect(
      flow.backend.post(ENTRIES, { ...REASON, content_type: 'image/png' }, 'case 4711'),
    ).rejects.toMatchObject({ status: 401 });
    await expect(
      flow.viewer.post(ENTRIES, { ...REASON, content_type: 'image/png' }, 'case 4711'),
    ).rejects.toMatchObject({ code: 'forbidden' });
    const entry = await create({ content_type: 'image/png' });
    await expect(flow.reviewer.delete(`${ENTRIES}/${entry.id}`, 'no reason')).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(
      flow.reviewer.post('/watchlists/other/entries', { ...REASON, content_type: 'image/png' }, 'case'),
    ).rejects.toMatchObject({ code: 'not_found' });
    await deleteEntry(flow, entry);
  });
});
