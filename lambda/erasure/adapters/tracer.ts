import { type EnrollmentClaim, facesOf as facesOfClaim } from '../../enrollment/domain/enrollment.ts';
import { imagesOf } from '../../enrollment/domain/face-deletion.ts';
import type { EnrollmentStore } from '../../enrollment/ports/enrollment-store.ts';
import type { FaceDeletions } from '../../enrollment/ports/face-deletions.ts';
import type { FaceMappingStore } from '../../enrollment/ports/face-mapping-store.ts';
import { ownerKey } from '../../kernel/face-owner.ts';
import { ID_PREFIXES } from '../../kernel/identifier.ts';
import type { SessionStore } from '../../sessions/ports/session-store.ts';
import { stops } from '../../tombstones/domain/tombstone.ts';
import { ownerOfEntry, type WatchlistEntry } from '../../watchlist/domain/watchlist-entry.ts';
import { mergeTraces, NO_TRACES, type Traces } from '../domain/erasure.ts';
import type { ErasureStore, ErasureTracer } from '../ports/erasure-store.ts';
import { facesOf } from './face-stores.ts';
import { sessionsOf } from './session-stores.ts';
import { entriesOf, type WatchlistStoreDependencies } from './watchlist-store.ts';

export interface TracerDependencies extends Pick<WatchlistStoreDependencies, 'entries' | 'listsOf'> {
  readonly sessions: Pick<SessionStore, 'list'>;
  readonly enrollments: Pick<EnrollmentStore, 'get' | 'earlier'>;
  readonly mappings: Pick<FaceMappingStore, 'listOfUser' | 'listOfOwner'>;
  /** The same that removes deletions, which finds those of the user. */
  readonly deletions: ErasureStore<Awaited<ReturnType<FaceDeletions['listBefore']>>[number]>;
}

/** Reads the ids of sessions, images, collections and uploads of a user from the rows that lead to them. */
export const createErasureTracer = (dependencies: TracerDependencies): ErasureTracer => ({
  async trace(subject) {
    const { sessions, enrollments, mappings, deletions } = dependencies;
    const { tenant, user_id, erased_at } = subject;
    const [own, claim, earlier, faces, waiting] = await Promise.all([
      sessionsOf(subject, sessions),
      enrollments.get(tenant, user_id),
      enrollments.earlier(tenant, user_id),
      facesOf(subject, mappings),
      deletions.find(subject, NO_TRACES),
    ]);
    const session_ids = own.map(({ id }) => id);
    const entries = (await entriesOf(subject, { session_ids }, dependencies)).filter(
      ({ legal_hold }) => legal_hold === undefined,
    );
    const claims = [...(claim ? [claim] : []), ...(claim?.former ? [claim.former] : []), ...earlier];
    return [
      {
        ...NO_TRACES,
        session_ids,
        device_ids: own.flatMap(({ device_id }) => device_id ?? []),
      },
      ...claims.filter((one) => stops(erased_at, one)).map((one) => tracesOf(tenant, one)),
      ...faces.map(({ image_id, collection_id }) => ({
        ...NO_TRACES,
        image_ids: [image_id],
        collection_ids: [collection_id],
      })),
      ...waiting.map((deletion) => ({
        ...NO_TRACES,
        image_ids: [...imagesOf(deletion)],
        collection_ids: deletion.faces.map(({ collection_id }) => collection_id),
      })),
      ...(await Promise.all(entries.map((entry) => tracesOfEntry(entry, mappings)))),
    ].reduce(mergeTraces, NO_TRACES);
  },

  held: async (subject, traces) =>
    (await entriesOf(subject, traces, dependencies))
      .filter(({ legal_hold }) => legal_hold !== undefined)
      .map(({ list_id, id }) => ({ list_id, entry_id: id })),
});

/** Traces of an entry: a migration may have copied its face to where it was not planned. */
async function tracesOfEntry(
  entry: WatchlistEntry,
  mappings: Pick<FaceMappingStore, 'listOfOwner'>,
): Promise<Traces> {
  const { tenant, planned } = entry;
  const owner = ownerOfEntry(entry);
  const faces = await mappings.listOfOwner(tenant, owner);
  return {
    ...NO_TRACES,
    image_ids: [...(planned ? [planned.image_id] : []), ...faces.map(({ image_id }) => image_id)],
    collection_ids: [...(planned?.collection_ids ?? []), ...faces.map(({ collection_id }) => collection_id)],
    entry_keys: [ownerKey(owner)],
  };
}

/** Traces of an enrollment, or of one that is under way. */
function tracesOf(tenant: string, claim: EnrollmentClaim): Traces {
  const faces = facesOfClaim(claim);
  const isOfJob = claim.session_id.startsWith(`${ID_PREFIXES.indexJob}_`);
  const uploads = [claim.image.key, ...(claim.further_image_keys ?? [])];
  return {
    ...NO_TRACES,
    session_ids: isOfJob ? [] : [claim.session_id],
    image_ids: [...(claim.planned ? [claim.planned.image_id] : []), ...faces.map(({ image_id }) => image_id)],
    collection_ids: [
      ...(claim.planned ? [claim.planned.collection_id, ...claim.planned.copies] : []),
      ...faces.map(({ collection_id }) => collection_id),
    ],
    // other buckets are the tenant's own, and have other keys
    upload_keys: isOfJob ? uploads.filter((key) => key.startsWith(`${tenant}/`)) : [],
  };
}
