import type { IncomingHttpHeaders } from 'node:http';
import type { ObjectVersion } from './object-version.ts';
import { s3Error } from './s3-error.ts';
import { header } from './s3-request.ts';

/**
 * Checks what a read asks of the version it finds (RFC 9110, section 13).
 * @throws PreconditionFailed, NotModified
 */
export function checkRead(headers: IncomingHttpHeaders, version: ObjectVersion): void {
  const read = (name: string): string | undefined => header(headers, name);
  const modifiedSince = (name: string): boolean | undefined => {
    const date = Date.parse(read(name) ?? '');
    // an HTTP date has no milliseconds
    return Number.isNaN(date) ? undefined : Math.floor(version.lastModifiedMs / 1000) * 1000 > date;
  };
  const match = read('if-match');
  if (match !== undefined) {
    if (!names(match, version)) throw s3Error('PreconditionFailed', undefined, { Condition: 'If-Match' });
  } else if (modifiedSince('if-unmodified-since') === true)
    throw s3Error('PreconditionFailed', undefined, { Condition: 'If-Unmodified-Since' });
  const noneMatch = read('if-none-match');
  const unchanged =
    noneMatch === undefined ? modifiedSince('if-modified-since') === false : names(noneMatch, version);
  if (unchanged) throw s3Error('NotModified');
}

/**
 * Checks what a write asks of the version that it would replace ("Conditional writes" in the S3 User Guide).
 * @throws PreconditionFailed, NoSuchKey
 */
export function checkWrite(headers: IncomingHttpHeaders, current: ObjectVersion | undefined): void {
  const existing = current?.deleteMarker ? undefined : current;
  const match = header(headers, 'if-match');
  if (match !== undefined) {
    if (!existing) throw s3Error('NoSuchKey');
    if (!names(match, existing)) throw s3Error('PreconditionFailed', undefined, { Condition: 'If-Match' });
  }
  const noneMatch = header(headers, 'if-none-match');
  if (noneMatch !== undefined && existing && names(noneMatch, existing))
    throw s3Error('PreconditionFailed', undefined, { Condition: 'If-None-Match' });
}

const names = (list: string, { etag }: ObjectVersion): boolean =>
  list.split(',').some((entry) => ['*', etag, etag.replaceAll('"', '')].includes(entry.trim()));
