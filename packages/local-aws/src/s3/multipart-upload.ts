import { createHash, randomUUID } from 'node:crypto';
import type { CloudResponse } from '../emulator.ts';
import {
  announcedChecksum,
  checkListedChecksum,
  checkPartChecksum,
  checksumElements,
  objectChecksum,
} from './multipart-checksums.ts';
import { draftOf, etagOf, verifiedChecksums } from './object-draft.ts';
import type { Part, Upload } from './object-journal.ts';
import { addVersion } from './object-operations.ts';
import { s3Error } from './s3-error.ts';
import {
  checksumHeaders,
  empty,
  isoDate,
  type S3Context,
  type S3Request,
  versionHeaders,
  xmlAnswer,
} from './s3-request.ts';
import { elements, readXml } from './xml.ts';

/** Every part but the last has at least this many bytes (S3 User Guide, "multipart upload limits"). */
const MIN_PART_BYTES = 5 * 1024 ** 2;
const MAX_PART_NUMBER = 10_000;
/** Parts that one answer lists at most (the same). */
const MAX_LISTED_PARTS = 1000;

export async function createMultipartUpload(context: S3Context, request: S3Request): Promise<CloudResponse> {
  const { bucket, key } = request;
  const id = randomUUID().replaceAll('-', '');
  const draft = draftOf(request, context.store.bucket(bucket).config.encryption);
  const checksum = announcedChecksum(request);
  await context.store.startUpload({
    id,
    bucket,
    startedMs: context.clock.now(),
    draft,
    ...(checksum === undefined ? {} : { checksum }),
  });
  return xmlAnswer(
    'InitiateMultipartUploadResult',
    { Bucket: bucket, Key: key, UploadId: id },
    checksum === undefined ? {} : { 'x-amz-checksum-algorithm': checksum.toUpperCase() },
  );
}

export async function uploadPart(context: S3Context, request: S3Request): Promise<CloudResponse> {
  const { upload } = find(context, request);
  const number = Number(request.query.get('partNumber'));
  if (!Number.isInteger(number) || number < 1 || number > MAX_PART_NUMBER)
    throw s3Error('InvalidArgument', 'Part number must be an integer between 1 and 10000, inclusive');
  const checksums = verifiedChecksums(request);
  checkPartChecksum(upload, checksums);
  const etag = etagOf(request.content);
  await context.store.addPart(upload.id, {
    number,
    etag,
    file: await context.store.writeFile(request.content),
    size: request.content.length,
    checksums,
    uploadedMs: context.clock.now(),
  });
  return empty(200, { etag, ...checksumHeaders({ checksums }) });
}

export async function completeMultipartUpload(
  context: S3Context,
  request: S3Request,
): Promise<CloudResponse> {
  const { upload, parts } = find(context, request);
  const chosen = chosenParts(request, upload, parts);
  const contents = await Promise.all(chosen.map(({ file }) => context.store.readFile(file)));
  const content = Buffer.concat(contents);
  const digests = contents.map((part) => createHash('md5').update(part).digest());
  const etag = createHash('md5').update(Buffer.concat(digests)).digest('hex');
  const checksums = objectChecksum(upload, chosen, content);
  const version = await addVersion(
    context,
    request,
    { ...upload.draft, checksums },
    {
      file: await context.store.writeFile(content),
      size: content.length,
      etag: `"${etag}-${chosen.length}"`,
      uploadId: upload.id,
    },
  );
  return xmlAnswer(
    'CompleteMultipartUploadResult',
    { Bucket: request.bucket, Key: request.key, ETag: version.etag, ...checksumElements(checksums) },
    versionHeaders(context, request.bucket, version),
  );
}

export async function abortMultipartUpload(context: S3Context, request: S3Request): Promise<CloudResponse> {
  await context.store.removeUpload(find(context, request).upload.id);
  return empty(204);
}

export async function listParts(context: S3Context, request: S3Request): Promise<CloudResponse> {
  const { upload, parts } = find(context, request);
  const marker = Number(request.query.get('part-number-marker') ?? 0);
  const limit = Math.min(Number(request.query.get('max-parts') ?? MAX_LISTED_PARTS), MAX_LISTED_PARTS);
  const behind = [...parts.values()]
    .filter(({ number }) => number > marker)
    .sort((a, b) => a.number - b.number);
  const listed = behind.slice(0, limit);
  const isTruncated = behind.length > listed.length;
  return xmlAnswer('ListPartsResult', {
    Bucket: request.bucket,
    Key: request.key,
    UploadId: upload.id,
    PartNumberMarker: marker,
    MaxParts: limit,
    IsTruncated: isTruncated,
    ...(isTruncated ? { NextPartNumberMarker: listed.at(-1)?.number ?? marker } : {}),
    ...(upload.checksum === undefined ? {} : { ChecksumAlgorithm: upload.checksum.toUpperCase() }),
    Part: listed.map((part) => ({
      PartNumber: part.number,
      ETag: part.etag,
      Size: part.size,
      LastModified: isoDate(part.uploadedMs),
      ...checksumElements(part.checksums),
    })),
  });
}

function find(
  { store }: S3Context,
  { bucket, key, query }: S3Request,
): {
  upload: Upload;
  parts: ReadonlyMap<number, Part>;
} {
  const found = store.upload(query.get('uploadId') ?? '');
  if (!found || found.upload.bucket !== bucket || found.upload.draft.key !== key)
    throw s3Error('NoSuchUpload');
  return found;
}

/** The parts that a request to complete an upload lists, in its order, which must be ascending. */
function chosenParts(request: S3Request, upload: Upload, parts: ReadonlyMap<number, Part>): Part[] {
  const listed = elements(readXml(request.content.toString('utf8'), 'CompleteMultipartUpload').Part);
  if (listed.length === 0) throw s3Error('MalformedXML');
  const numbers = listed.map(({ PartNumber }) => Number(PartNumber));
  if (numbers.some((number, index) => number <= (numbers[index - 1] ?? 0))) throw s3Error('InvalidPartOrder');
  const chosen = listed.map((element) => {
    const { PartNumber, ETag } = element;
    const part = parts.get(Number(PartNumber));
    if (!part || part.etag.replaceAll('"', '') !== String(ETag).replaceAll('"', ''))
      throw s3Error('InvalidPart', undefined, { PartNumber: Number(PartNumber) });
    checkListedChecksum(upload, element, part);
    return part;
  });
  const small = chosen.slice(0, -1).find(({ size }) => size < MIN_PART_BYTES);
  if (small)
    throw s3Error('EntityTooSmall', undefined, { ProposedSize: small.size, MinSizeAllowed: MIN_PART_BYTES });
  return chosen;
}
