import { createS3ImageStore } from '../adapters/s3-image-store.ts';
import { importBucketsOf } from '../contract/import-buckets.ts';
import type { ImageSourceOf } from '../ports/image-sources.ts';
import { s3Client, s3ClientIn } from './clients/s3.ts';
import { parseImportBuckets } from './settings.ts';

interface ImageSourceSettings {
  readonly EVIDENCE_BUCKET: string;
  readonly IMPORT_BUCKETS: string;
}

/** The product's own bucket, and those that tenants import from, each asked in its own region. */
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
