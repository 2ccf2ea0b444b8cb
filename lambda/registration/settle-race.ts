import { type Meeting, meetCompetitor } from '../enrollment/domain/enrollment.ts';
import type { EnrollmentStore } from '../enrollment/ports/enrollment-store.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import { type ForeignFace, type Registrant, withRecords } from './foreign-faces.ts';

export interface SettleRaceDependencies {
  readonly enrollments: Pick<EnrollmentStore, 'faceRecords' | 'revoke'>;
  readonly clock: Clock;
  readonly wait: (milliseconds: number) => Promise<void>;
}

/**
 * Thrown if an earlier enrollment of the same face is still undecided; workflows retry by this name. It may
 * yet fail for a reason of its own, and then this one does not duplicate it.
 */
export class CompetitorUndecided extends Error {
  override readonly name = 'CompetitorUndecided';
  constructor(competitors: number) {
    super(`${competitors} earlier enrollments of this face are not decided yet`);
  }
}

/** A face that another enrollment may be about to map. */
interface CompetingFace extends ForeignFace {
  /** Whether its similarity is in the review band. */
  readonly isInBand: boolean;
}

/** Others are decided within a second. The function has 28 s, of which the search may take 12 s. */
const LONGEST_WAIT_MS = 8_000;
const POLL_MS = 250;

/**
 * Settles the race of users who enroll one face at the same time (enrollment/domain/enrollment.ts): revokes
 * all competitors but those that this one is a duplicate of. A face stops competing when its record names a
 * user who forms an allowed pair with the one who registers.
 * @returns the faces that this one is a duplicate of, or a possible duplicate
 * @throws CompetitorUndecided if an earlier enrollment of this face is not decided in time
 */
export async function settleRace<Face extends CompetingFace>(
  foreign: readonly Face[],
  ownImageId: string,
  registrant: Registrant,
  dependencies: SettleRaceDependencies,
): Promise<readonly Face[]> {
  const { enrollments, clock, wait } = dependencies;
  const { tenant, allowed } = registrant;
  const until = clock().getTime() + LONGEST_WAIT_MS;
  for (let competitors = foreign; ; competitors = await withRecords(competitors, registrant, dependencies)) {
    const now = clock();
    const meetings = competitors.map(({ record, imageId, isInBand }) => {
      const mayBeAllowed = allowed.size > 0 && record?.user_id === undefined;
      return meetCompetitor(
        ownImageId,
        { state: record?.state ?? 'pending', imageId, mayBeAllowed, isInBand },
        now,
      );
    });
    const met = (meeting: Meeting) => competitors.filter((_, index) => meetings[index] === meeting);
    const duplicates = met('duplicate');
    // an enrollment that loses anyway waits for no other and revokes none
    if (duplicates.length > 0) return duplicates;
    const undecided = met('wait');
    if (undecided.length === 0) {
      const rivals = met('revoke');
      const revoked = await Promise.all(rivals.map(({ id }) => enrollments.revoke(tenant, id)));
      return rivals.filter((_, index) => revoked[index] === false);
    }
    if (now.getTime() >= until) throw new CompetitorUndecided(undecided.length);
    await wait(POLL_MS);
  }
}
