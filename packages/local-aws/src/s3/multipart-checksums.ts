import { CHECKSUM_NAMES, CHECKSUMS, type ChecksumName } from './checksum.ts';
import type { Part, Upload } from './object-journal.ts';
import type { ObjectVersion } from './object-version.ts';
import { s3Error } from './s3-error.ts';
import { type S3Request, setting } from './s3-request.ts';

/** The checksum that a request to begin an upload announces for its parts. @throws InvalidRequest */
export function announcedChecksum(request: S3Request): ChecksumName | undefined {
  const announced = setting(request, 'x-amz-checksum-algorithm')?.toLowerCase();
  if (announced === undefined) return undefined;
  const name = CHECKSUM_NAMES.find((known) => known === announced);
  if (!name) throw s3Error('InvalidRequest', 'Checksum algorithm provided is unsupported. Please try again.');
  return name;
}

/** A part brings the checksum that its upload has announced. @throws InvalidRequest */
export function checkPartChecksum({ checksum }: Upload, checksums: ObjectVersion['checksums']): void {
  if (checksum === undefined || checksums[checksum] !== undefined) return;
  const actual = Object.keys(checksums)[0] ?? 'null';
  throw s3Error(
    'InvalidRequest',
    `Checksum Type mismatch occurred, expected checksum Type: ${checksum}, actual checksum Type: ${actual}`,
  );
}

/** Name of the element that carries a checksum in S3's documents. */
const elementOf = (name: ChecksumName): string => `Checksum${name.toUpperCase()}`;

/** The checksums of a part as elements of a document. */
export const checksumElements = (checksums: ObjectVersion['checksums']): Record<string, string> =>
  Object.fromEntries(
    Object.entries(checksums).map(([name, value]) => [elementOf(name as ChecksumName), value]),
  );

/**
 * A request to complete an upload repeats the checksum of every part, where the upload has announced one.
 * @throws InvalidRequest where one is missing, InvalidPart where one is another
 */
export function checkListedChecksum(
  { checksum }: Upload,
  listed: Readonly<Record<string, unknown>>,
  part: Part,
): void {
  if (checksum === undefined) return;
  const declared = listed[elementOf(checksum)];
  if (declared === undefined)
    throw s3Error(
      'InvalidRequest',
      `The upload was created using a ${checksum} checksum. The complete request must include the checksum for each part. It was missing for part ${part.number} in the request.`,
    );
  if (String(declared) !== part.checksums[checksum])
    throw s3Error('InvalidPart', undefined, { PartNumber: part.number });
}

/**
 * The checksum of an object that was uploaded in parts: that of its parts' checksums, followed by their
 * number; of CRC64NVME that of the whole content (S3 User Guide, "Checking object integrity", composite and
 * full object checksums).
 */
export function objectChecksum(
  { checksum }: Upload,
  parts: readonly Part[],
  content: Buffer,
): ObjectVersion['checksums'] {
  if (checksum === undefined) return {};
  if (checksum === 'crc64nvme') return { crc64nvme: CHECKSUMS.crc64nvme(content) };
  const digests = parts.map((part) => Buffer.from(part.checksums[checksum] ?? '', 'base64'));
  return { [checksum]: `${CHECKSUMS[checksum](Buffer.concat(digests))}-${parts.length}` };
}
