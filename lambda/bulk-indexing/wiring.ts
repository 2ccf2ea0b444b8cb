import { createS3ImageStore } from '../images/adapters/s3-image-store.ts';
import { documentClient } from '../platform/clients/dynamo.ts';
import { s3Client, s3ClientIn } from '../platform/clients/s3.ts';
import { ssmClient } from '../platform/clients/ssm.ts';
import { systemClock } from '../platform/system.ts';
import { createDynamoIndexJobStore } from './adapters/dynamo-index-job-store.ts';
import { createSsmImportBucketList } from './adapters/ssm-import-bucket-list.ts';
import type { ImageSourceOf } from './ports/image-sources.ts';

interface ImageSourceSettings {
  readonly STAGE: string;
  readonly EVIDENCE_BUCKET: string;
}

export const openImportBuckets = ({ STAGE }: { readonly STAGE: string }) =>
  createSsmImportBucketList(ssmClient, STAGE, systemClock);

/** Opens the product's own bucket and those from which tenants import, each in its own region. */
export function imageSources({ STAGE, EVIDENCE_BUCKET }: ImageSourceSettings): ImageSourceOf {
  const imports = openImportBuckets({ STAGE });
  return async (tenant, name) => {
    if (name === undefined)
      return { images: createS3ImageStore(s3Client, EVIDENCE_BUCKET), prefix: `${tenant}/` };
    const found = (await imports.of(tenant)).find(({ bucket }) => bucket === name);
    if (!found) return undefined;
    const client = found.region === undefined ? s3Client : s3ClientIn(found.region);
    return { images: createS3ImageStore(client, name), prefix: found.prefix };
  };
}

export const openIndexJobs = ({ CONTROL_TABLE }: { readonly CONTROL_TABLE: string }) =>
  createDynamoIndexJobStore(documentClient, CONTROL_TABLE, systemClock);
