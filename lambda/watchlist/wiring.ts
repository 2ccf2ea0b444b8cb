import { openAllowedPairs } from '../allowed-pairs/wiring.ts';
import { createRekognitionFaceCollections } from '../collections/adapters/rekognition-face-collections.ts';
import { createDynamoFaceMappingStore } from '../enrollment/adapters/dynamo-face-mapping-store.ts';
import { mappingTables } from '../enrollment/wiring.ts';
import { createS3ImageStore } from '../images/adapters/s3-image-store.ts';
import { documentClient } from '../platform/clients/dynamo.ts';
import { rekognitionClient } from '../platform/clients/rekognition.ts';
import { s3Client } from '../platform/clients/s3.ts';
import { emitMetric } from '../platform/metrics.ts';
import { measured } from '../platform/rekognition.ts';
import { systemClock } from '../platform/system.ts';
import { openReplication } from '../replication/wiring.ts';
import { createDynamoWatchlistEntries } from './adapters/dynamo-watchlist-entries.ts';
import { createDynamoWatchlistLookup } from './adapters/dynamo-watchlist-lookup.ts';

type EntrySettings = Parameters<typeof mappingTables>[0];

interface RemovalSettings extends EntrySettings {
  readonly EVIDENCE_BUCKET: string;
  readonly ENROLLED_BUCKET: string;
  readonly REPLICATION_QUEUE_URL?: string | undefined;
}

export const openWatchlistEntries = (settings: EntrySettings) =>
  createDynamoWatchlistEntries(documentClient, mappingTables(settings));

/** Opens entries for searches, which only read them. */
export const openWatchlistLookup = ({ CONTROL_TABLE }: { readonly CONTROL_TABLE: string }) =>
  createDynamoWatchlistLookup(documentClient, CONTROL_TABLE);

/** Creates the dependencies for removing entries, by request or by schedule. */
export const entryRemoval = (settings: RemovalSettings) => ({
  entries: openWatchlistEntries(settings),
  mappings: createDynamoFaceMappingStore(documentClient, settings.FACE_MAPPING_TABLE),
  collections: createRekognitionFaceCollections(rekognitionClient, measured, emitMetric),
  images: createS3ImageStore(s3Client, settings.EVIDENCE_BUCKET),
  enrolledImages: createS3ImageStore(s3Client, settings.ENROLLED_BUCKET),
  pairs: openAllowedPairs(settings),
  ...openReplication(settings),
  clock: systemClock,
  emit: emitMetric,
});
