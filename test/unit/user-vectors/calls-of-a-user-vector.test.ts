import { describe, expect, it } from 'vitest';
import { searchThreshold } from '../../../lambda/collections/domain/match-threshold.ts';
import { DEFAULT_POLICY } from '../../../lambda/kernel/default-policy.ts';
import { MAX_FACES_OF_USER, userVectorToken } from '../../../lambda/user-vectors/domain/user-vector.ts';
import { aUserVector, COLLECTION, ID, VECTOR } from '../../support/lambda/a-user-vector.ts';
import { TENANT } from '../../support/lambda/builders.ts';

type User = Awaited<ReturnType<typeof aUserVector>>;

/** Keeps what each call that changes a user is made with, its token last. */
function recordCalls({ users }: User) {
  const made: unknown[][] = [];
  const { create, delete: remove, associate, disassociate } = users;
  users.create = async (...args) => {
    made.push(['create', ...args]);
    return create.apply(users, args);
  };
  users.delete = async (...args) => {
    made.push(['delete', ...args]);
    return remove.apply(users, args);
  };
  users.associate = async (...args) => {
    made.push(['associate', ...args]);
    return associate.apply(users, args);
  };
  users.disassociate = async (...args) => {
    made.push(['disassociate', ...args]);
    return disassociate.apply(users, args);
  };
  return made;
}

describe('the calls that build the vector of a user', () => {
  it('carry a token of the request, the look, the operation and the faces', async () => {
    const user = await aUserVector();
    const made = recordCalls(user);
    await user.look();
    const threshold = searchThreshold(DEFAULT_POLICY.match_thresholds, 'regular');
    expect(made).toEqual([
      ['create', COLLECTION, ID, userVectorToken('r1#0', 'create', [])],
      ['associate', COLLECTION, ID, ['face-1'], threshold, userVectorToken('r1#0', 'associate', ['face-1'])],
    ]);
    made.length = 0;
    // a face was replaced meanwhile
    user.mapped.length = 0;
    user.addFace();
    await user.look({ looks: 3 });
    expect(made).toEqual([
      ['disassociate', COLLECTION, ID, ['face-1'], userVectorToken('r1#3', 'disassociate', ['face-1'])],
      ['associate', COLLECTION, ID, ['face-2'], threshold, userVectorToken('r1#3', 'associate', ['face-2'])],
    ]);
    made.length = 0;
    user.mapped.length = 0;
    await user.look({ looks: 4 });
    expect(made).toEqual([['delete', COLLECTION, ID, userVectorToken('r1#4', 'delete', [])]]);
  });

  it('are about the faces of the one collection', async () => {
    const user = await aUserVector();
    user.addFace({ collection_id: `face-idv.${TENANT}.g2.0` });
    await user.look();
    expect(user.facesOfUser()).toEqual(['face-1']);
  });

  it('ask for permits of what they do', async () => {
    const user = await aUserVector(MAX_FACES_OF_USER);
    user.addFace({ source: 'bulk' });
    await user.look();
    expect(user.reserved).toEqual([`UserVectors ${TENANT} 2`, `DeleteFaces ${TENANT} 1`]);
  });

  it('are waited for up to three seconds, and left to the queue from then on', async () => {
    const user = await aUserVector();
    user.limiter.waitMs = 3_000;
    await user.look();
    expect(user.waits).toEqual([3_000]);
    const late = await aUserVector();
    late.limiter.waitMs = 3_001;
    await late.look();
    expect(late.waits).toEqual([]);
    expect(late.requests.sent).toMatchObject([{ delaySeconds: 4 }]);
  });

  it('fail where the limiter does', async () => {
    const user = await aUserVector();
    user.limiter.reserve = () => Promise.reject(new Error('no table'));
    await expect(user.look()).rejects.toThrow('no table');
    expect(user.requests.sent).toEqual([]);
  });
});

describe('faces that are left out', () => {
  const leftOut = (face_id: string) => [{ face_id, reason: 'LOW_MATCH_CONFIDENCE' as const }];
  const requestOf = async ({ requests }: User) => {
    const request = await requests.get(VECTOR);
    if (!request) throw new Error('nothing is asked for');
    return request;
  };

  it('are not recorded where Rekognition takes every face', async () => {
    const user = await aUserVector();
    user.requests.leaveOut = () => Promise.reject(new Error('nobody is left out'));
    await user.look();
    expect(user.facesOfUser()).toEqual(['face-1']);
  });

  it('are added to those that were left out before', async () => {
    const user = await aUserVector(2);
    await user.requests.leaveOut(await requestOf(user), leftOut('face-1'));
    user.users.refusals.set('face-2', 'FACE_NOT_FOUND');
    await user.look();
    expect((await requestOf(user)).left_out?.map(({ face_id }) => face_id)).toEqual(['face-1', 'face-2']);
  });

  it('are forgotten once they are mapped no more, and the request ends', async () => {
    const user = await aUserVector();
    await user.requests.leaveOut(await requestOf(user), leftOut('a-face-of-before'));
    await user.look();
    user.users.publish();
    await user.look({ looks: 1 });
    expect(user.requests.rows.size).toBe(0);
  });
});

it('looks again after a surplus face is evicted that a crash has left', async () => {
  const user = await aUserVector(MAX_FACES_OF_USER);
  await user.look();
  user.users.publish();
  const surplus = user.addFace({ source: 'bulk' });
  await user.look({ looks: 1 });
  expect(user.collections.allFaceIds()).not.toContain(surplus);
  expect(user.requests.rows.size).toBe(1);
  await user.look({ looks: 2 });
  expect(user.requests.rows.size).toBe(0);
});
