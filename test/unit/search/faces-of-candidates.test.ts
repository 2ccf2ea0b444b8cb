import { describe, expect, it } from 'vitest';
import { facesOfCandidates } from '../../../lambda/search/faces-of-candidates.ts';

describe('the faces of candidates', () => {
  const asked: unknown[] = [];
  const users = {
    facesOf: async (...args: readonly unknown[]) => {
      asked.push(args);
      return ['f1', 'f2'];
    },
  };
  const aFound = (id: string, vectors: 'face' | 'user') => ({
    id,
    collectionId: 'c',
    similarity: 98,
    vectors,
  });

  it('are themselves, and all faces of a user, as alike as the user is', async () => {
    const faces = await facesOfCandidates(
      [aFound('f0', 'face'), aFound('u1', 'user')],
      new Map([['u2', ['f3']]]),
      { users },
    );
    expect(faces).toEqual([
      { id: 'f0', collectionId: 'c', similarity: 98, vectors: 'face' },
      { id: 'f1', collectionId: 'c', similarity: 98 },
      { id: 'f2', collectionId: 'c', similarity: 98 },
    ]);
    expect(asked).toEqual([['c', 'u1']]);
  });

  it('of a user whom the caller knows cost no call', async () => {
    asked.length = 0;
    const faces = await facesOfCandidates([aFound('u2', 'user')], new Map([['u2', ['f3']]]), { users });
    expect(faces.map(({ id }) => id)).toEqual(['f3']);
    expect(asked).toEqual([]);
  });
});
