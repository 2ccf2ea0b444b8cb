import { describe, expect, it } from 'vitest';
import { completeLivenessSession } from '../../../lambda/liveness/complete-liveness-session.ts';
import { aBooth, failed, notTaken } from '../../support/lambda/a-liveness-booth.ts';
import {
  aCaller,
  aSession,
  minutesAfter,
  NOON,
  TENANT,
  WITHOUT_FACE,
} from '../../support/lambda/builders.ts';
import { aLivenessResult } from '../../support/lambda/scripted-liveness.ts';

const _TAKEN = { type: 'FaceMovementAndLightChallenge', version: '2.0.0', sdk_type: 'Web' };
const _VERSION_2_OF_THE_WEB = { Challenge: 'FaceMovementAndLightChallenge', Version: '2.0.0', Sdk: 'web' };
const _UNKNOWN_VERSION = { Challenge: 'unknown', Version: 'unknown', Sdk: 'unknown' };

describe('completing a liveness session late, again, or at the same time as another', () => {
  it('refuses a session that goes without a face by now, before any call', async () => {
    const booth = aBooth([aLivenessResult(99)]);
    const { id } = await booth.create();
    await booth.sessions.move(TENANT, 'vs_1', 'take_alternative_path', { alternative_path: WITHOUT_FACE });
    booth.liveness.result = async () => {
      throw new Error('a result was read');
    };
    await expect(booth.complete(id)).rejects.toMatchObject({ code: 'invalid_state' });
    expect(booth.sessions.stored(TENANT, 'vs_1')).not.toHaveProperty('selfie');
  });

  it('refuses a check that the person has not taken yet, and one whose time is over', async () => {
    const booth = aBooth([notTaken, notTaken, { status: 'EXPIRED' }]);
    const { id } = await booth.create();
    await expect(booth.complete(id)).rejects.toMatchObject({
      code: 'liveness_not_taken',
      message: 'the person has not finished liveness session liveness-1 yet',
    });
    const expired = {
      code: 'liveness_session_expired',
      message: `liveness session liveness-1 expired at ${minutesAfter(3).toISOString()}; create a new one`,
    };
    booth.time.now = minutesAfter(3);
    await expect(booth.complete(id)).rejects.toMatchObject(expired);
    // Rekognition says so itself, whatever our own clock says
    booth.time.now = NOON;
    await expect(booth.complete(id)).rejects.toMatchObject(expired);
  });

  it('takes a result that is read late, as long as Rekognition still has it', async () => {
    const booth = aBooth([aLivenessResult(99)]);
    const { id } = await booth.create();
    booth.time.now = minutesAfter(4);
    expect((await booth.complete(id)).passed).toBe(true);
  });

  it('refuses a session that was used, passed or failed', async () => {
    const booth = aBooth([failed]);
    const { id } = await booth.create();
    await booth.complete(id);
    await expect(booth.complete(id)).rejects.toMatchObject({
      code: 'liveness_session_already_used',
      message: 'liveness session liveness-1 has already been used; create a new one',
    });
    expect(booth.sessions.stored(TENANT, 'vs_1').liveness_failures).toBe(1);
  });

  it('uses a session up once when two ask at the same time', async () => {
    const booth = aBooth([failed]);
    const { id } = await booth.create();
    const both = await Promise.allSettled([booth.complete(id), booth.complete(id)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(booth.sessions.stored(TENANT, 'vs_1').liveness_failures).toBe(1);
  });

  it('counts two checks of one session that end at the same time both', async () => {
    const booth = aBooth([failed]);
    const [one, other] = [await booth.create(aCaller(), 'key-1'), await booth.create(aCaller(), 'key-2')];
    const views = await Promise.all([booth.complete(one.id), booth.complete(other.id)]);
    expect(views.map(({ attempts_remaining }) => attempts_remaining).sort()).toEqual([3, 4]);
    expect(booth.sessions.stored(TENANT, 'vs_1').liveness_failures).toBe(2);
  });

  it('refuses another check once one is passed, so that the selfie stays', async () => {
    const booth = aBooth([aLivenessResult(99)]);
    const [one, other] = [await booth.create(aCaller(), 'key-1'), await booth.create(aCaller(), 'key-2')];
    const both = await Promise.allSettled([booth.complete(one.id), booth.complete(other.id)]);
    expect(both).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ status: 'fulfilled' }),
        expect.objectContaining({
          reason: expect.objectContaining({
            code: 'liveness_already_passed',
            message: expect.stringContaining('in another liveness session'),
          }),
        }),
      ]),
    );
  });

  it("refuses a liveness session of another verification session or another user's", async () => {
    const booth = aBooth([failed]);
    const { id } = await booth.create();
    booth.sessions.add(aSession({ id: 'vs_2' }));
    const elsewhere = completeLivenessSession(aCaller(), 'vs_2', id, booth);
    await expect(elsewhere).rejects.toMatchObject({
      code: 'not_found',
      message: 'verification session vs_2 has no liveness session liveness-1',
    });
    await expect(booth.complete(id, aCaller(['self'], 'user-2'))).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});
