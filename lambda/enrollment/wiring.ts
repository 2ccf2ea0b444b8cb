import { documentClient } from '../platform/clients/dynamo.ts';
import { systemClock } from '../platform/system.ts';
import { createDynamoEnrollmentStore } from './adapters/dynamo-enrollment-store.ts';
import { createDynamoFaceDeletions } from './adapters/dynamo-face-deletions.ts';
import { createDynamoFaceRecords } from './adapters/dynamo-face-records.ts';
import { createDynamoLastInteractions } from './adapters/dynamo-last-interactions.ts';
import { createDynamoMissingImages } from './adapters/dynamo-missing-images.ts';
import type { EnrollmentStore } from './ports/enrollment-store.ts';

interface ControlSettings {
  readonly CONTROL_TABLE: string;
}
interface MappingSettings extends ControlSettings {
  readonly FACE_MAPPING_TABLE: string;
  readonly SECOND_REGION?: string | undefined;
}

/** Opens the enrollments for functions that index no face. */
export const openEnrollments = ({ CONTROL_TABLE }: ControlSettings): Omit<EnrollmentStore, 'plan'> =>
  createDynamoEnrollmentStore(documentClient, CONTROL_TABLE, systemClock, false);

/**
 * Opens the enrollments for functions that index faces.
 * @param secondRegion required, so that no function forgets it
 */
export const openPlannedEnrollments = (
  { CONTROL_TABLE }: ControlSettings,
  secondRegion: string | undefined,
): EnrollmentStore =>
  createDynamoEnrollmentStore(documentClient, CONTROL_TABLE, systemClock, secondRegion !== undefined);

export const openFaceRecords = ({ CONTROL_TABLE }: ControlSettings) =>
  createDynamoFaceRecords(documentClient, CONTROL_TABLE);

export const openLastInteractions = ({ CONTROL_TABLE }: ControlSettings) =>
  createDynamoLastInteractions(documentClient, CONTROL_TABLE);

export const openFaceDeletions = ({ CONTROL_TABLE }: ControlSettings) =>
  createDynamoFaceDeletions(documentClient, CONTROL_TABLE);

export const openMissingImages = ({ CONTROL_TABLE }: ControlSettings) =>
  createDynamoMissingImages(documentClient, CONTROL_TABLE, systemClock);

/**
 * Opens the tables to which a change of the mapping is written, with the outbox if there is a second region.
 */
export const mappingTables = ({ CONTROL_TABLE, FACE_MAPPING_TABLE, SECOND_REGION }: MappingSettings) => ({
  control: CONTROL_TABLE,
  faceMapping: FACE_MAPPING_TABLE,
  replication: SECOND_REGION === undefined ? undefined : { clock: systemClock },
});
