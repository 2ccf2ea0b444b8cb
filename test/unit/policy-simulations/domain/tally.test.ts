import { describe, expect, it } from 'vitest';
import { APPROVED, notDecidable } from '../../../../lambda/policy-simulations/domain/simulated-ending.ts';
import { type SimulatedSession, tally } from '../../../../lambda/policy-simulations/domain/tally.ts';

const mismatch = { outcome: 'try_again', reasons: ['face_mismatch'] } as const;

describe('tally', () => {
  it('counts sessions by how they would have ended', () => {
    const simulated: readonly SimulatedSession[] = [
      { id: 'vs_5', from: APPROVED, to: APPROVED },
      { id: 'vs_4', from: APPROVED, to: mismatch },
      { id: 'vs_3', from: { outcome: 'decline', reasons: ['duplicate_face'] }, to: APPROVED },
      { id: 'vs_2', from: APPROVED, to: mismatch },
      { id: 'vs_1', from: APPROVED, to: notDecidable('search_not_made') },
    ];

    expect(tally(simulated)).toEqual({
      same: 1,
      otherwise: 3,
      changes: [
        {
          from: 'approve',
          to: 'try_again',
          sessions: 2,
          reasons_gained: { face_mismatch: 2 },
          reasons_lost: {},
          examples: ['vs_4', 'vs_2'],
        },
        {
          from: 'decline',
          to: 'approve',
          sessions: 1,
          reasons_gained: {},
          reasons_lost: { duplicate_face: 1 },
          examples: ['vs_3'],
        },
      ],
      not_decidable: 1,
      not_decidable_because: { search_not_made: 1 },
    });
  });

  it('counts the reasons that a session gains and loses, each once and without those that stay', () => {
    const from = { outcome: 'review', reasons: ['watchlist_hit', 'duplicate_face'] } as const;
    const to = {
      outcome: 'decline',
      reasons: ['duplicate_face', 'face_mismatch', 'face_mismatch'],
    } as const;

    const [change] = tally([{ id: 'vs_1', from, to }]).changes;
    expect(change?.reasons_gained).toEqual({ face_mismatch: 1 });
    expect(change?.reasons_lost).toEqual({ watchlist_hit: 1 });
  });

  it('has the most frequent change first, however the sessions came', () => {
    const rare = { id: 'vs_1', from: APPROVED, to: { outcome: 'decline', reasons: [] } } as const;
    const frequent = (id: string) => ({ id, from: APPROVED, to: mismatch });

    expect(tally([rare, frequent('vs_2'), frequent('vs_3')]).changes.map(({ sessions }) => sessions)).toEqual(
      [2, 1],
    );
  });

  it('names ten sessions of a change', () => {
    const many = Array.from({ length: 12 }, (_, index) => ({
      id: `vs_${index}`,
      from: APPROVED,
      to: mismatch,
    }));

    expect(tally(many).changes[0]?.examples).toHaveLength(10);
  });

  it('counts a session with other reasons for the same outcome as the same', () => {
    const from = { outcome: 'try_again', reasons: ['document_image_too_blurry'] } as const;

    expect(tally([{ id: 'vs_1', from, to: mismatch }])).toMatchObject({ same: 1, otherwise: 0, changes: [] });
  });
});
