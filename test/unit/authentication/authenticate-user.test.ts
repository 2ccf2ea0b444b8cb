import { describe, expect, it } from 'vitest';
import { EMPTY_LEDGER } from '../../../lambda/abuse/domain/lockout.ts';
import { subjectsOf } from '../../../lambda/abuse/domain/lockout-subject.ts';
import { authenticateUser } from '../../../lambda/authentication/authenticate-user.ts';
import { ABUSE_PRESETS } from '../../../lambda/kernel/abuse-policy.ts';
import { toClientView } from '../../../lambda/sessions/domain/client-view.ts';
import { userVectorId } from '../../../lambda/user-vectors/domain/user-vector.ts';
import { aDoor, COLLECTION } from '../../support/lambda/a-door.ts';
import { throttle } from '../../support/lambda/a-search.ts';
import { aFace, aMapping, minutesAfter, NOON, TENANT } from '../../support/lambda/builders.ts';
import { activeGenerations, aGeneration } from '../../support/lambda/in-memory-generations.ts';

describe('an authentication by search', () => {
  it('lets the user in, with one look at the own collection', async () => {
    const door = aDoor('ann');
    const decided = await door.knock();
    expect(decided).toMatchObject({
      status: 'approved',
      decision: { outcome: 'approved', decided_by: 'policy' },
    });
    expect(door.collections.calls).toEqual([`search ${COLLECTION}`]);
    expect(decided.checks.enrolled_face_search).toMatchObject({
      status: 'passed',
      measures: [
        { name: 'own_faces_found', value: 1, limit: '>= 1' },
        { name: 'similarity_percent', value: 99.9 },
      ],
      searched_shards: [{ collection_id: COLLECTION, face_model_version: '7.0' }],
      billable_calls: { SearchFacesByImage: 1 },
    });
    expect(door.metrics).toContainEqual({
      name: 'VerificationDecided',
      value: 1,
      dimensions: { Type: 'authentication', Outcome: 'approved' },
    });
  });

  it.each(['search', 'compare'] as const)(
    'decides a step-up the same way, by its own method: %s',
    async (method) => {
      const door = aDoor('ann', { type: 'step_up', method });
      expect((await door.knock()).status).toBe('approved');
      expect(door.collections.calls).toEqual(method === 'search' ? [`search ${COLLECTION}`] : []);
      expect(door.metrics).toContainEqual({
        name: 'VerificationDecided',
        value: 1,
        dimensions: { Type: 'step_up', Outcome: 'approved' },
      });
      expect(door.sessions.proofs).toMatchObject([{ jti: 'sup_1', transaction_sha256: 'a'.repeat(64) }]);
      const stranger = aDoor('bob', { type: 'step_up', method });
      expect((await stranger.knock()).decision?.reason_codes).toEqual(['face_not_recognized']);
      expect(stranger.sessions.proofs).toEqual([]);
      for (const subject of subjectsOf(stranger.session))
        expect((await stranger.ledgers.read(TENANT, subject)).failures).toHaveLength(1);
    },
  );

  it('asks the watchlists of a user who was recognized, and of nobody else', async () => {
    const listed = aDoor('ann', { listed: { declinedFor: ['watchlist_hit'], noted: [] } });
    const hit = await listed.knock();
    expect(hit.decision?.reason_codes).toEqual(['watchlist_hit']);
    expect(listed.askedLists).toEqual(['vs_1']);
    // it looks like every other decline, and counts toward the lockout as they do
    expect(toClientView(hit, NOON)).toEqual(toClientView(await aDoor('bob').knock(), NOON));
    expect((await listed.ledgers.read(TENANT, { kind: 'user', id: 'user-1' })).failures).toHaveLength(1);
    const noted = await aDoor('ann', { listed: { declinedFor: [], noted: ['watchlist_hit'] } }).knock();
    expect(noted.decision).toMatchObject({ outcome: 'approved', reason_codes: ['watchlist_hit'] });
    expect(toClientView(noted, NOON)).toEqual(toClientView(await aDoor('ann').knock(), NOON));
    for (const other of [aDoor('bob'), aDoor('ann', { faces: [] })]) {
      await other.knock();
      expect(other.askedLists).toEqual([]);
    }
  });

  it('declines the user with a capture of another session, as if it were another face', async () => {
    const replayed = aDoor('ann', { copied: ['replay_suspected'] });
    const declined = await replayed.knock();
    expect(declined.decision).toMatchObject({ outcome: 'declined', reason_codes: ['replay_suspected'] });
    const stranger = aDoor('bob');
    expect(toClientView(declined, NOON)).toEqual(toClientView(await stranger.knock(), NOON));
    // the same work, so that the time of an answer says no more than the answer
    expect(replayed.collections.calls).toEqual(stranger.collections.calls);
    expect(replayed.askedLists).toEqual([]);
    for (const subject of subjectsOf(replayed.session))
      expect((await replayed.ledgers.read(TENANT, subject)).failures).toHaveLength(1);
    // what another check refuses says nothing of the capture
    const blurred = await aDoor('bob', { copied: ['replay_suspected'] }).knock();
    expect(blurred.decision?.reason_codes).toEqual(['face_not_recognized']);
  });

  it('lets the user in, and notes it, where a person judges the capture', async () => {
    const listed = { declinedFor: [], noted: ['watchlist_hit'] } as const;
    const equal = await aDoor('ann', { copied: ['replay_suspected'], equal: 'review', listed }).knock();
    expect(equal.decision).toMatchObject({
      outcome: 'approved',
      reason_codes: ['replay_suspected', 'watchlist_hit'],
    });
    const near = aDoor('ann', { copied: ['near_copy_suspected'] });
    const approved = await near.knock();
    expect(approved.decision).toMatchObject({
      outcome: 'approved',
      reason_codes: ['near_copy_suspected'],
    });
    expect(toClientView(approved, NOON)).toEqual(toClientView(await aDoor('ann').knock(), NOON));
    for (const subject of subjectsOf(near.session))
      expect((await near.ledgers.read(TENANT, subject)).failures).toEqual([]);
    // a list that declines does so beside it
    const declining = { declinedFor: ['watchlist_hit'], noted: [] } as const;
    const hit = await aDoor('ann', { copied: ['near_copy_suspected'], listed: declining }).knock();
    expect(hit.decision).toMatchObject({ outcome: 'declined', reason_codes: ['watchlist_hit'] });
  });

  it('does not let another enrolled person in, and tells operators whose face it was', async () => {
    const decided = await aDoor('bob').knock();
    expect(decided.decision?.reason_codes).toEqual(['face_not_recognized']);
    expect(decided.checks.enrolled_face_search?.matches).toEqual([
      { face_id: 'face-2', collection_id: COLLECTION, similarity: 99.9 },
    ]);
  });

  it('accepts own faces alone, also where a twin is found before them', async () => {
    const door = aDoor('bob');
    // Ann and Bob, who are an allowed pair, look alike to the search
    door.collections.areAlike = (one, other) => one === other || [one, other].sort().join() === 'ann,bob';
    const decided = await door.knock();
    expect(decided.status).toBe('approved');
    expect(decided.checks.enrolled_face_search).toMatchObject({
      measures: [{ name: 'own_faces_found', value: 1 }, {}],
      matches: [{ face_id: 'face-2' }],
    });
  });

  it('does not let a stranger in, nor a face that is not alike enough', async () => {
    expect((await aDoor('cid').knock()).decision?.reason_codes).toEqual(['face_not_recognized']);
    const door = aDoor('ann');
    door.collections.similarity = 94.9;
    expect((await door.knock()).decision?.reason_codes).toEqual(['face_not_recognized']);
  });

  it('does not let in who shows no face to the search', async () => {
    expect((await aDoor('').knock()).decision?.reason_codes).toEqual(['face_not_recognized']);
  });

  it('does not let in a user without a face, after the same search as for anybody else', async () => {
    const door = aDoor('ann');
    const session = { ...door.session, user_id: 'user-3' };
    door.sessions.sessions.set('acme#vs_1', session);
    expect((await door.knock(session)).decision?.reason_codes).toEqual(['user_not_enrolled']);
    expect(door.collections.calls).toEqual(['search face-idv.acme.g1.3']);
  });

  it('counts another face for user and device, and locks both at the fifth', async () => {
    const door = aDoor('bob');
    for (let number = 1; number <= 5; number += 1) {
      door.sessions.add(door.session);
      await door.knock();
    }
    for (const subject of subjectsOf(door.session))
      expect(await door.ledgers.read(TENANT, subject)).toMatchObject({ failures: [], timeouts: 1 });
  });

  it('records another face as a signal of a takeover, and reports the third within a day', async () => {
    const door = aDoor('bob');
    for (const id of ['vs_1', 'vs_2', 'vs_3']) {
      const session = { ...door.session, id };
      door.sessions.add(session);
      await door.knock(session);
    }
    expect(door.takeovers.events).toMatchObject([
      { type: 'user.takeover_suspected', session_id: 'vs_3', details: { signal: 'mismatched', signals: 3 } },
    ]);
    expect(door.metrics.filter(({ name }) => name === 'TakeoverSuspected')).toHaveLength(1);
    const owner = aDoor('ann');
    await owner.knock();
    expect(owner.takeovers.rows.size).toBe(0);
  });

  it('ends the count of who is let in, where the policy counts failures in a row', async () => {
    const door = aDoor('ann', { abuse: ABUSE_PRESETS['nist-63b'] });
    const failures = [{ at: NOON.getTime(), user_id: door.session.user_id }];
    for (const subject of subjectsOf(door.session))
      await door.ledgers.update(TENANT, subject, () => ({ ...EMPTY_LEDGER, failures }));
    expect((await door.knock()).status).toBe('approved');
    for (const subject of subjectsOf(door.session))
      expect((await door.ledgers.read(TENANT, subject)).failures).toEqual([]);
  });

  it('keeps when the user was last recognized, once a day, and nothing of who is not let in', async () => {
    const [door, stranger] = [aDoor('ann'), aDoor('bob')];
    await door.knock();
    await stranger.knock();
    const at = minutesAfter(1).toISOString();
    expect([...door.sessions.lastInteractions.values()]).toEqual([at]);
    expect(stranger.sessions.lastInteractions.size).toBe(0);
    const again = aDoor('ann');
    again.sessions.recognize(TENANT, 'user-1', minutesAfter(-10));
    await again.knock();
    expect([...again.sessions.lastInteractions.values()]).toEqual([minutesAfter(-10).toISOString()]);
  });

  it('counts nothing for the user, nor for a photo that is not good', async () => {
    const blurred = aDoor('bob', { faces: [aFace({ sharpness: 1 })] });
    await blurred.knock();
    const owner = aDoor('ann');
    await owner.knock();
    for (const { ledgers } of [blurred, owner]) expect(ledgers.ledgers.size).toBe(0);
  });

  it.each(['search', 'compare'] as const)(
    'counts a user who is not enrolled exactly like a wrong face, by %s: a lockout reveals nobody',
    async (method) => {
      const lockoutsOf = async (user_id: string) => {
        const door = aDoor('bob', { method });
        const session = { ...door.session, user_id };
        const states = [];
        for (let number = 1; number <= 5; number += 1) {
          door.sessions.add(session);
          await door.knock(session);
          const ledgers = subjectsOf(session).map((subject) => door.ledgers.read(TENANT, subject));
          const read = await Promise.all(ledgers);
          states.push(read.map(({ failures, ...ledger }) => ({ ...ledger, failures: failures.length })));
        }
        return states;
      };
      const unknown = await lockoutsOf('user-3');
      expect(unknown).toEqual(await lockoutsOf('user-1'));
      for (const ledger of unknown[4] ?? []) expect(ledger).toMatchObject({ failures: 0, timeouts: 1 });
    },
  );

  it('looks alike to the client for the impostor, the stranger and the user who is not enrolled', async () => {
    const door = aDoor('ann');
    const unknown = { ...door.session, user_id: 'user-3' };
    door.sessions.sessions.set('acme#vs_1', unknown);
    const views = [await aDoor('bob').knock(), await aDoor('cid').knock(), await door.knock(unknown)].map(
      (session) => ({ ...toClientView(session, NOON), user_id: 'somebody' }),
    );
    expect(views[1]).toEqual(views[0]);
    expect(views[2]).toEqual(views[0]);
    expect(views[0]).toMatchObject({ user_message_key: 'verification_declined', retryable: false });
  });

  it('fails when the collection does not answer, and can be tried again', async () => {
    const door = aDoor('ann');
    door.collections.broken.set(COLLECTION, throttle());
    await expect(door.knock()).rejects.toThrow('1 of 1 shards did not answer');
    expect(door.sessions.stored('acme', 'vs_1').status).toBe('processing');
    door.collections.broken.clear();
    expect((await door.knock()).status).toBe('approved');
  });

  it('lets the user in by the second region, and nobody else, while the first is down', async () => {
    const region = 'eu-central-1';
    const replica = `${region}/${COLLECTION}`;
    const knockAs = async (person: string) => {
      const door = aDoor(person);
      door.collections.broken.set(
        COLLECTION,
        Object.assign(new Error(), { name: 'ServiceUnavailableException' }),
      );
      for (const mapping of [...door.mappings.mappings.values()]) {
        const who = mapping.s3_image_url.slice(-3);
        const face_id = door.collections.add(replica, who);
        door.mappings.mappings.set(face_id, { ...mapping, face_id, collection_id: replica });
      }
      const second = {
        region,
        collections: door.collections,
        replicas: { arePlanned: async () => false, areComplete: async () => true },
      };
      return authenticateUser(door.session, { ...door, second });
    };
    expect(await knockAs('ann')).toMatchObject({
      status: 'approved',
      checks: { enrolled_face_search: { searched_shards: [{ collection_id: replica }] } },
    });
    expect((await knockAs('bob')).decision?.reason_codes).toEqual(['face_not_recognized']);
  });

  it('fails without a selfie, which submitting would have refused', async () => {
    const { selfie: _missing, ...session } = aDoor('ann').session;
    await expect(aDoor('ann').knock(session)).rejects.toThrow('without a selfie');
  });

  it('looks only at faces of the generation that decides', async () => {
    const door = aDoor('ann', { generations: activeGenerations({ generation: 'g2' }) });
    expect((await door.knock()).decision?.reason_codes).toEqual(['user_not_enrolled']);
    expect(door.collections.calls).toEqual(['search face-idv.acme.g2.2']);
  });

  it('counts every own face that is alike, and names the best of them', async () => {
    const door = aDoor('ann');
    const face_id = door.collections.add(COLLECTION, 'ann');
    door.mappings.mappings.set(face_id, aMapping({ face_id }));
    expect((await door.knock()).checks.enrolled_face_search?.measures).toEqual([
      { name: 'own_faces_found', value: 2, limit: '>= 1' },
      { name: 'similarity_percent', value: 99.9 },
    ]);
  });

  it('names no more strangers than the policy allows, and never the own face among them', async () => {
    const door = aDoor('ann');
    door.policy.search = { ...door.policy.search, max_matches: 2 };
    const strangers = [1, 2, 3].map(() => door.collections.add(COLLECTION, 'ann'));
    const { enrolled_face_search: check } = (await door.knock()).checks;
    expect(check?.matches?.map(({ face_id }) => face_id)).toEqual(strangers.slice(0, 2));
    expect(check?.measures[0]).toMatchObject({ name: 'own_faces_found', value: 1 });
  });

  it('knows the user by the vector, whose faces need not be asked for', async () => {
    const door = aDoor('ann', { generations: activeGenerations({ vectors: 'user' }) });
    for (const [user, face] of [
      ['user-1', 'face-1'],
      ['user-2', 'face-2'],
    ] as const) {
      await door.users.create(COLLECTION, userVectorId('acme', user));
      await door.users.associate(COLLECTION, userVectorId('acme', user), [face]);
    }
    door.users.publish();
    door.users.calls.length = 0;
    const decided = await door.knock();
    expect(decided).toMatchObject({
      status: 'approved',
      checks: { enrolled_face_search: { matches: [], billable_calls: { SearchUsersByImage: 1 } } },
    });
    expect(door.users.calls).toEqual([`search ${COLLECTION}`]);
  });

  it('has another generation asked too while a migration fills it', async () => {
    const filling = activeGenerations({}, { filling: aGeneration({ generation: 'g2' }) });
    const door = aDoor('ann', { generations: filling });
    await door.knock();
    expect(door.asked).toEqual([
      { tenant: 'acme', session_id: 'vs_1', search: 'enrolled_face_search', image: { key: 'selfie' } },
    ]);
    const byComparison = aDoor('ann', { generations: filling, method: 'compare' });
    await byComparison.knock();
    expect(byComparison.asked).toEqual([]);
  });
});
