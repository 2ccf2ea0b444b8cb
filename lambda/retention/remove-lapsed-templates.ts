import { type Generations, generationsOf, shardsOfGalleries } from '../collections/contract.ts';
import type { GenerationShapes } from '../collections/ports/generation-shapes.ts';
import type { FaceMapping, UserFaceMapping } from '../enrollment/domain/face-mapping.ts';
import type { FaceMappingStore } from '../enrollment/ports/face-mapping-store.ts';
import type { LastInteractions } from '../enrollment/ports/last-interactions.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import { listOfCollection } from '../kernel/tenancy.ts';
import type { RetentionSettings } from './contract.ts';
import { advanced, passAt, placeOf } from './domain/retention-sweep.ts';
import { enrolledAt, hasPassed, lastInteractionOf } from './domain/template-clock.ts';
import type { RetentionSweeps } from './ports/retention-sweeps.ts';

export interface RemoveLapsedTemplatesDependencies {
  readonly sweeps: RetentionSweeps;
  readonly mappings: Pick<FaceMappingStore, 'listOfCollection' | 'listOfUser'>;
  readonly interactions: LastInteractions;
  readonly generations: Generations;
  readonly shapes: Pick<GenerationShapes, 'list'>;
  readonly collectionPrefix: string;
  readonly settings: Pick<RetentionSettings, 'templateDays' | 'templateLimitDays'>;
  readonly templates: {
    /** Removes a face in every generation, with its image. */
    removeFace(tenant: string, userId: string, faceId: string): Promise<void>;
  };
  readonly clock: Clock;
  readonly emit: EmitMetric;
}

const FACES_PER_PAGE = 1000;
/** A page takes about 0.15 s: a run takes half a minute for each tenant, and a day 4.8 million faces. */
const MAX_PAGES_PER_RUN = 200;
/** DeleteFaces allows 5 calls per second: a minute's worth, after which the next run goes on. */
const MAX_USERS_PER_RUN = 300;

/**
 * Removes the templates of a tenant's users who have not taken part in anything for the configured days. It
 * goes through the mapping page by page and remembers how far it has come, so that the next run goes on where
 * this one ends. A user who cannot be removed does not stop the others, and is met again in the next pass.
 * @throws the first error, after all others were removed
 */
export async function removeLapsedTemplates(
  tenant: string,
  dependencies: RemoveLapsedTemplatesDependencies,
): Promise<void> {
  const { sweeps, mappings, clock, emit } = dependencies;
  const collections = await collectionsOfUsers(tenant, dependencies);
  let pass = passAt(tenant, await sweeps.get(tenant), clock());
  const failures: unknown[] = [];
  let [users, late] = [0, 0];
  const countLate = () => {
    late += 1;
  };
  for (let page = 0; pass && !pass.ended_at && page < MAX_PAGES_PER_RUN; page += 1) {
    if (users >= MAX_USERS_PER_RUN) break;
    const place = placeOf(pass, collections);
    if (!place) {
      pass = { ...pass, ended_at: clock().toISOString() };
      await sweeps.put(pass);
      break;
    }
    const found = await mappings.listOfCollection(tenant, place.collectionId, FACES_PER_PAGE, place.after);
    for (const userId of oldUsers(found.mappings, dependencies)) {
      users += 1;
      try {
        await removeIfLapsed(tenant, userId, countLate, dependencies);
      } catch (error) {
        failures.push(error);
        emit('TemplatesLapsed', 1, { Result: 'failed' });
      }
    }
    pass = advanced(pass, place, found.next, collections, clock());
    await sweeps.put(pass);
  }
  emit('ObjectsPastRetention', late, { Class: 'templates' });
  if (failures.length > 0) throw failures[0];
}

/** Every collection of users' faces, also those that were used and are no longer in the config. */
async function collectionsOfUsers(
  tenant: string,
  { generations, shapes, collectionPrefix }: RemoveLapsedTemplatesDependencies,
): Promise<readonly string[]> {
  const galleries = [...generationsOf(generations, tenant), ...(await shapes.list(tenant))];
  const ids = shardsOfGalleries(collectionPrefix, tenant, galleries).map(({ collectionId }) => collectionId);
  return [...new Set(ids)].filter((id) => listOfCollection(id) === undefined);
}

/** Users with a face that is old enough; of most pages none, so that nothing more is read. */
const oldUsers = (
  page: readonly FaceMapping[],
  { settings, clock }: RemoveLapsedTemplatesDependencies,
): ReadonlySet<string> => {
  const now = clock();
  const old = page.filter(
    (face): face is UserFaceMapping =>
      face.kind === 'user' && hasPassed(enrolledAt(face), settings.templateDays, now),
  );
  return new Set(old.map(({ user_id }) => user_id));
};

/** Removes a user's templates if their time is over. @param late called if they were kept beyond the limit */
async function removeIfLapsed(
  tenant: string,
  userId: string,
  late: () => void,
  { mappings, interactions, settings, templates, clock, emit }: RemoveLapsedTemplatesDependencies,
): Promise<void> {
  const faces = await mappings.listOfUser(tenant, userId);
  if (faces.length === 0) return;
  const last = lastInteractionOf(faces, await interactions.get(tenant, userId));
  if (!hasPassed(last, settings.templateDays, clock())) return;
  if (hasPassed(last, settings.templateLimitDays, clock())) late();
  // with a face go its copies in other generations
  const oneOfEach = new Map(faces.map((face) => [face.image_id, face.face_id]));
  for (const faceId of oneOfEach.values()) await templates.removeFace(tenant, userId, faceId);
  emit('TemplatesLapsed', 1, { Result: 'removed' });
}
