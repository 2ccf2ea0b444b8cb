import type { z } from 'zod';
import type {
  RegistrationInput,
  searchDuplicateFacesInput,
  searchDuplicateFacesOutput,
} from '../contract/registration-workflow.ts';
import type { CheckFindings, MatchedFace } from '../domain/check.ts';
import { meetCompetitor } from '../domain/enrolment.ts';
import type { Clock } from '../ports/clock.ts';
import type { EnrolmentStore, FaceRecord } from '../ports/enrolment-store.ts';
import type { ImageStore } from '../ports/image-store.ts';
import type { SessionStore } from '../ports/session-store.ts';
import { recordCheck } from './record-check.ts';
import {
  type CompleteSearch,
  type FaceInShard,
  type SearchAllShardsDependencies,
  searchAllShards,
} from './search-all-shards.ts';

type Input = z.infer<typeof searchDuplicateFacesInput>;

export interface SearchDuplicateFacesDependencies extends SearchAllShardsDependencies {
  readonly sessions: SessionStore;
  readonly enrolments: Pick<EnrolmentStore, 'faceRecords' | 'revoke'>;
  readonly images: Pick<ImageStore, 'read'>;
  readonly clock: Clock;
}

/**
 * Whether the face stands for another user already, in any shard. Before indexing only approved faces count; after
 * indexing the search closes the race of two users who enrol one face at the same time (see domain/enrolment.ts).
 * @throws SearchIncomplete when a shard did not answer
 */
export async function searchDuplicateFaces(
  input: Input,
  dependencies: SearchDuplicateFacesDependencies,
): Promise<z.infer<typeof searchDuplicateFacesOutput>> {
  const { registration, selfie, phase } = input;
  const { images, policy, clock, emit } = dependencies;
  const startedAt = clock();
  const image = await images.read(selfie);
  const search = await searchAllShards(image, registration.tenant, registration.sensitivity, dependencies);

  const findings = await judge(search, input, dependencies);
  if (findings.reasons.includes('duplicate_face')) emit('DuplicateFound', 1, { Phase: phase });
  const name = phase === 'before_indexing' ? 'duplicate_search' : 'duplicate_search_after_indexing';
  return recordCheck(registration, name, findings, startedAt, { ...dependencies, prices: policy.prices_usd });
}

interface ForeignFace {
  readonly face: FaceInShard;
  readonly record: FaceRecord | undefined;
}

async function judge(
  search: CompleteSearch,
  input: Input,
  dependencies: SearchDuplicateFacesDependencies,
): Promise<CheckFindings> {
  const { registration, enrolment } = input;
  const calls = { SearchFacesByImage: search.searches };
  // the selfie passed the gate, so this is rare: two models of Rekognition disagree
  if (!search.sawFace) return { reasons: ['face_not_detected'], calls };
  const others = search.faces.filter(({ faceId }) => faceId !== enrolment?.face_id);
  const records = await dependencies.enrolments.faceRecords(
    registration.tenant,
    others.map(({ faceId }) => faceId),
  );
  const foreign = others
    .map((face) => ({ face, record: records.get(face.faceId) }))
    .filter(({ record }) => record?.user_id !== registration.user_id);
  const duplicates = enrolment
    ? await settleRace(foreign, enrolment.image_id, registration, dependencies)
    : foreign.filter(({ record }) => record?.state === 'mapped');
  return {
    reasons: duplicates.length === 0 ? [] : ['duplicate_face'],
    measures: [{ name: 'duplicate_faces', value: duplicates.length, limit: '0' }],
    matches: duplicates.map(toMatch),
    searchedShards: search.shards,
    calls,
  };
}

/** The faces that this enrolment has to yield to; all other competitors are ruled out. */
async function settleRace(
  foreign: readonly ForeignFace[],
  ownImageId: string,
  registration: RegistrationInput,
  { enrolments, clock }: SearchDuplicateFacesDependencies,
): Promise<readonly ForeignFace[]> {
  const now = clock();
  const meetings = foreign.map((competitor) => ({
    competitor,
    meeting: meetCompetitor(
      ownImageId,
      { state: competitor.record?.state ?? 'pending', imageId: competitor.face.imageId },
      now,
    ),
  }));
  const winners = meetings.filter(({ meeting }) => meeting === 'yield').map(({ competitor }) => competitor);
  // who yields anyway has nobody to rule out
  if (winners.length > 0) return winners;
  const rivals = meetings.filter(({ meeting }) => meeting === 'revoke').map(({ competitor }) => competitor);
  const revoked = await Promise.all(
    rivals.map(({ face }) => enrolments.revoke(registration.tenant, face.faceId)),
  );
  return rivals.filter((_, index) => revoked[index] === false);
}

const toMatch = ({ face, record }: ForeignFace): MatchedFace => ({
  face_id: face.faceId,
  collection_id: face.collectionId,
  similarity: face.similarity,
  ...(record?.user_id !== undefined ? { user_id: record.user_id } : {}),
});
