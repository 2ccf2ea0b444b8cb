import { describe, expect, it } from 'vitest';
import type { ListedFace } from '../../../lambda/collections/ports/collection-inventory.ts';
import { deleteUsers, disassociateFaces } from '../../../lambda/user-vectors/disassociate-faces.ts';
import { userVectorToken } from '../../../lambda/user-vectors/domain/user-vector.ts';
import { TENANT } from '../../support/lambda/builders.ts';

function aCollection() {
  const steps: unknown[] = [];
  const tokens: string[] = [];
  let drawn = 0;
  const dependencies = {
    users: {
      delete: async (id: string, userId: string, token: string) => {
        steps.push(`delete ${id} ${userId}`);
        tokens.push(token);
      },
      disassociate: async (id: string, userId: string, faceIds: readonly string[], token: string) => {
        steps.push(`take ${faceIds.join()} from ${id} ${userId}`);
        tokens.push(token);
      },
    },
    limiter: {
      reserve: async (operation: string, tenant: string, permits: number) => {
        steps.push(`${operation} ${tenant} ${permits}`);
        return { waitMs: 20 };
      },
    },
    wait: async (milliseconds: number) => {
      steps.push(milliseconds);
    },
    newIdentifier: (prefix: string) => {
      drawn += 1;
      return `${prefix}_${drawn}`;
    },
  };
  return { steps, tokens, dependencies };
}
const boundingBox = { left: 0, top: 0, width: 1, height: 1 };
const aFaceOf = (faceId: string, userId?: string): ListedFace => ({
  faceId,
  boundingBox,
  ...(userId === undefined ? {} : { userId }),
});

describe('users of a collection', () => {
  it('are deleted once each, with permits for all of them before the first', async () => {
    const { steps, tokens, dependencies } = aCollection();
    await deleteUsers(TENANT, 'c', ['u1', 'u2', 'u1'], dependencies);
    expect(steps).toEqual([`UserVectors ${TENANT} 2`, 20, 'delete c u1', 'delete c u2']);
    // each deletion is a change of its own
    expect(tokens).toEqual(['uv_1', 'uv_2'].map((revision) => userVectorToken(revision, 'delete', [])));
  });

  it('ask for no permit where there is none', async () => {
    const { steps, dependencies } = aCollection();
    await deleteUsers(TENANT, 'c', [], dependencies);
    expect(steps).toEqual([]);
  });
});

describe('faces that are part of vectors', () => {
  it('are taken out of them user by user, each at the shared rate', async () => {
    const { steps, tokens, dependencies } = aCollection();
    const faces = [aFaceOf('f1', 'u1'), aFaceOf('f2'), aFaceOf('f3', 'u2'), aFaceOf('f4', 'u1')];
    await disassociateFaces(TENANT, 'c', faces, dependencies);
    expect(steps).toEqual([
      `UserVectors ${TENANT} 1`,
      20,
      'take f1,f4 from c u1',
      `UserVectors ${TENANT} 1`,
      20,
      'take f3 from c u2',
    ]);
    expect(tokens).toEqual([
      userVectorToken('uv_1', 'disassociate', ['f1', 'f4']),
      userVectorToken('uv_2', 'disassociate', ['f3']),
    ]);
  });

  it('cost nothing where none of them is', async () => {
    const { steps, dependencies } = aCollection();
    await disassociateFaces(TENANT, 'c', [aFaceOf('f1')], dependencies);
    expect(steps).toEqual([]);
  });
});
