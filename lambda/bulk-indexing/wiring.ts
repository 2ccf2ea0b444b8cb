import { createS3ImageStore } from '../images/adapters/s3-image-store.ts';
import { documentClient } from '../platform/clients/dynamo.ts';
import { s3Client, s3ClientIn } from '../platform/clients/s3.ts';
import { systemClock } from '../platform/system.ts';
import { createDynamoIndexJobStore } from './adapters/dynamo-index-job-store.ts';
import { importBucketsOf, parseImportBuckets } from './contract.ts';
import type { ImageSourceOf } from './ports/image-sources.ts';

interface ImageSourceSettings {
  readonly EVIDENCE_BUCKET: string;
  readonly IMPORT_BUCKETS: string;
}

/** Opens the product's own bucket and those from which tenants import, each in its own region. */
export function imageSources({ EVIDENCE_BUCKET, IMPORT_BUCKETS }: ImageSourceSettings): ImageSourceOf {
  const imports = parseImportBuckets(IMPORT_BUCKETS);
  return (tenant, name) => {
    if (name === undefined)
      return { images: createS3ImageStore(s3Client, EVIDENCE_BUCKET), prefix: `${tenant}/` };
    const found = importBucketsOf(imports, tenant).find(({ bucket }) => bucket === name);
    if (!found) return undefined;
    const client = found.region === undefined ? s3Client : s3ClientIn(found.region);
    return { images: createS3ImageStore(client, name), prefix: found.prefix };
  };
}

export const openIndexJobs = ({ CONTROL_TABLE }: { readonly CONTROL_TABLE: string }) =>
  createDynamoIndexJobStore(documentClient, CONTROL_TABLE, systemClock);
