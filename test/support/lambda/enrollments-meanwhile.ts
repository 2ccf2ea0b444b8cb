import { expect } from 'vitest';
import { createDynamoBulkEnrollment } from '../../../lambda/bulk-indexing/adapters/dynamo-bulk-enrollment.ts';
import type { CollectionNames } from '../../../lambda/collections/collections-to-write.ts';
import type { Generations } from '../../../lambda/collections/contract.ts';
import { keepFace, planFace } from '../../../lambda/enrollment/claimed-face.ts';
import { copiesOf, type EnrollmentClaim } from '../../../lambda/enrollment/domain/enrollment.ts';
import { mappingOf, type UserFaceMapping } from '../../../lambda/enrollment/domain/face-mapping.ts';
import { indexCopies } from '../../../lambda/enrollment/index-copies.ts';
import type { EnrollmentStore } from '../../../lambda/enrollment/ports/enrollment-store.ts';
import type { EmitMetric } from '../../../lambda/kernel/ports/emit-metric.ts';
import type { NewIdentifier } from '../../../lambda/kernel/ports/identifiers.ts';
import { aClaim, aMapping, NOON } from './builders.ts';
import type { DynamoTables } from './dynamo-tables.ts';
import { anImageOf, type InMemoryCollections, NOBODY } from './in-memory-collections.ts';
import type { InMemoryImages } from './in-memory-images.ts';
import { aSubjectHash } from './in-memory-tombstones.ts';
import { unique } from './unique.ts';

interface Dependencies extends CollectionNames {
  readonly tables: DynamoTables;
  readonly declared: Generations;
  readonly enrollments: EnrollmentStore;
  readonly collections: InMemoryCollections;
  readonly enrolledImages: InMemoryImages;
  readonly newIdentifier: NewIdentifier;
  readonly emit: EmitMetric;
}

/** Enrollments of a tenant whose faces a migration moves. */
export function enrollmentsMeanwhile(tenant: string, dependencies: Dependencies) {
  const { tables, declared, enrollments, collections, enrolledImages, generations, newIdentifier } =
    dependencies;
  const bulk = createDynamoBulkEnrollment(tables.documents, tables, declared, aSubjectHash);
  const claimOf = (person: string, changes: Partial<EnrollmentClaim> = {}) =>
    aClaim({
      tenant,
      user_id: person,
      session_id: unique('ij'),
      image_sha256: person.padEnd(64, '0'),
      ...changes,
    });
  const keep = async (image_id: string, image: Uint8Array) => {
    const key = `${tenant}/${image_id}.jpg`;
    await enrolledImages.writeJpeg(key, image);
    return enrolledImages.urlOf(key);
  };
  return {
    /** As registrations and index jobs do, with the attributes that the user has. */
    enroll: async (person: string, attributes: NonNullable<UserFaceMapping['attributes']> = {}) => {
      const image = anImageOf(person);
      const owner = { tenant, user_id: person, attributes };
      const wanted = claimOf(person);
      await enrollments.claim(wanted);
      const planned = await planFace(wanted, owner, [image], dependencies);
      const answer = await collections.index(planned.collection_id, image, planned.image_id, 'registration');
      if (!answer) throw new Error(`nobody sees ${person}`);
      await keepFace(wanted, answer.face, [], dependencies);
      const images = { read: async () => image };
      await indexCopies({ ...wanted, planned, face: answer.face }, owner, { ...dependencies, images });
      const claim = (await enrollments.get(tenant, person)) ?? wanted;
      await keep(planned.image_id, image);
      const mappings = copiesOf(claim).map((face) =>
        mappingOf({ ...claim, attributes }, face, enrolledImages, NOON),
      );
      expect(await bulk.enroll(claim, mappings)).toBe('enrolled');
    },

    /** Enrolls somebody whose image shows nobody to the model of the generation that is written too. */
    enrollUnseen: async (person: string) => {
      const state = await generations.get(tenant);
      const [other] = [state.filling, state.draining].flatMap((one) => one?.generation ?? []);
      const image_id = newIdentifier('img');
      const collection_id = `face-idv.${tenant}.${state.active.generation}.0`;
      const face_id = collections.add(collection_id, person, image_id);
      const planned = {
        collection_id,
        image_id,
        generations_revision: state.revision,
        copies: [`face-idv.${tenant}.${other}.0`],
      };
      const claim = claimOf(person, { planned });
      await enrollments.claim(claim);
      const s3_image_url = await keep(image_id, anImageOf(NOBODY));
      const mapping = aMapping({ tenant, user_id: person, collection_id, face_id, image_id, s3_image_url });
      expect(await bulk.enroll(claim, [mapping])).toBe('enrolled');
    },
  };
}
