import { join } from 'node:path';
import { AwsError } from '../aws-error.ts';
import type { Clock } from '../clock.ts';
import type { AccessCheck, CloudRequest, CloudResponse, Emulator, Principal } from '../emulator.ts';
import { accessChecks, formAccessChecks, listChecks } from './access.ts';
import { bucketOfTemplate } from './bucket.ts';
import { decodeChunked } from './chunked-body.ts';
import { corsHeaders } from './cors.ts';
import { isFormUpload, postObject, readForm } from './form-upload.ts';
import { readVersion, storeObject } from './object-operations.ts';
import { openObjectStore } from './object-store.ts';
import { ROUTED_OPERATIONS, routeOf } from './route.ts';
import { s3Error } from './s3-error.ts';
import { addressOf, header, httpDate, type S3Context, type S3Request } from './s3-request.ts';
import { queryOf, type SecretOf, sha256Hex, verifySignature } from './signature.ts';
import { sweep } from './sweep.ts';
import { xmlDocument } from './xml.ts';

/** Lifecycle rules count in days; AWS runs them once a day. */
const SWEEP_INTERVAL_MS = 60 * 60 * 1000;

const BUCKET_TYPE = 'AWS::S3::Bucket';
/**
 * Policies are read, but bucket policies say what a laptop can't break: TLS, other accounts. See README.md.
 */
const BUCKET_POLICY_TYPE = 'AWS::S3::BucketPolicy';

/** An object as the other emulators read it. */
export interface StoredObject {
  readonly content: Buffer;
  readonly contentType: string;
  /** Without quotes. */
  readonly etag: string;
  readonly versionId: string;
}

export interface S3 extends Emulator {
  /**
   * An object in-process, for emulators that act on it in a caller's name.
   * @throws AwsError NoSuchBucket, NoSuchKey, NoSuchVersion, MethodNotAllowed
   */
  getObject(bucket: string, key: string, versionId?: string): Promise<StoredObject>;
  /** Writes an object in-process, encrypted as its bucket says. */
  putObject(
    bucket: string,
    key: string,
    content: Buffer,
    options?: { readonly contentType?: string; readonly metadata?: Readonly<Record<string, string>> },
  ): Promise<{ readonly etag: string; readonly versionId: string }>;
  /** Carries out lifecycle rules now, instead of at the next turn of the sweeper. */
  sweep(): Promise<void>;
}

export interface S3Options {
  readonly dataDir: string;
  readonly clock: Clock;
  readonly region: string;
  readonly secretOf: SecretOf;
  /**
   * Asks IAM for the one who signed the policy of a form upload, whom no header names.
   * @throws AwsError AccessDenied
   */
  readonly authorizeForm?: (
    signer: { readonly accessKeyId: string; readonly sessionToken: string | undefined },
    checks: readonly AccessCheck[],
  ) => void;
  /**
   * Asks IAM whether the caller may also list: otherwise a missing object returns 403, not 404.
   * @throws AwsError AccessDenied
   */
  readonly authorize?: (principal: Principal, checks: readonly AccessCheck[]) => void;
}

/** The local S3: buckets of the templates, objects on disk, requests verified as AWS verifies them. */
export async function createS3(options: S3Options): Promise<S3> {
  const { clock, region, secretOf } = options;
  const store = await openObjectStore(join(options.dataDir, 's3'));
  const context: S3Context = { store, clock };
  const closing = new AbortController();

  const sweeper = (async () => {
    while (!closing.signal.aborted) {
      await clock.sleep(SWEEP_INTERVAL_MS, closing.signal);
      await sweep(context);
    }
  })().catch((error: unknown) => {
    if (!closing.signal.aborted) throw error;
  });

  const preflight = ({ headers }: CloudRequest, bucket: string): CloudResponse => {
    const method = header(headers, 'access-control-request-method') ?? '';
    const allowed = corsHeaders(store.bucket(bucket).config.corsRules, method, headers);
    if (!allowed) throw s3Error('AccessForbidden');
    return { status: 200, headers: allowed, body: '' };
  };

  const postForm = async (request: S3Request): Promise<CloudResponse> => {
    store.bucket(request.bucket);
    const form = await readForm(request, secretOf, clock.now());
    if (form.fields.has('tagging')) throw s3Error('NotImplemented');
    options.authorizeForm?.(
      { accessKeyId: form.accessKeyId, sessionToken: form.fields.get('x-amz-security-token') },
      formAccessChecks({ store, region }, request.bucket, form.fields),
    );
    return postObject(context, request, form);
  };

  const answer = async (request: CloudRequest): Promise<CloudResponse> => {
    const { method, url, headers, body } = request;
    const s3Request = { method, headers, query: queryOf(url), content: body, ...addressOf(url) };
    if (method === 'OPTIONS') return preflight(request, s3Request.bucket);
    if (isFormUpload(s3Request)) return postForm(s3Request);
    const unframed = verifiedRequest(s3Request, url, secretOf, clock.now());
    const route = routeOf(unframed);
    if (!route) throw s3Error('NotImplemented');
    try {
      return await route.run(context, unframed);
    } catch (error) {
      if (route.action === 'GetObject' && isMissing(error))
        options.authorize?.(request.principal, listChecks(unframed.bucket));
      throw error;
    }
  };

  return {
    service: 's3',
    operations: [...ROUTED_OPERATIONS, 'PostObject'],
    resourceTypes: [BUCKET_TYPE, BUCKET_POLICY_TYPE],
    provision: async (resources) => {
      for (const { type, ref, properties } of resources)
        if (type === BUCKET_TYPE) await store.saveBucket(ref, bucketOfTemplate(properties), clock.now());
    },
    handle: async (request) => {
      const cors = corsOf(context, request);
      const common = { ...cors, 'x-amz-request-id': request.requestId, date: httpDate(clock.now()) };
      try {
        const response = await answer(request);
        return { ...response, headers: { ...common, ...response.headers } };
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        return errorAnswer(error, request, common);
      }
    },
    accessChecks: (request) => {
      const address = addressOf(request.url);
      return request.method === 'OPTIONS' || isFormUpload({ ...address, ...request })
        ? []
        : accessChecks({ store, region }, request);
    },
    getObject: async (bucket, key, versionId) => {
      const query = new Map(versionId === undefined ? [] : [['versionId', versionId]]);
      const { version, content } = await readVersion(context, { bucket, key, query });
      return {
        content,
        contentType: version.headers['content-type'] ?? '',
        etag: version.etag.replaceAll('"', ''),
        versionId: version.versionId,
      };
    },
    putObject: async (bucket, key, content, { contentType, metadata = {} } = {}) => {
      const headers = {
        ...(contentType === undefined ? {} : { 'content-type': contentType }),
        ...Object.fromEntries(Object.entries(metadata).map(([name, value]) => [`x-amz-meta-${name}`, value])),
      };
      const request = { method: 'PUT', bucket, key, query: new Map(), headers, content };
      const { etag, versionId } = await storeObject(context, request);
      return { etag: etag.replaceAll('"', ''), versionId };
    },
    sweep: () => sweep(context),
    close: async () => {
      closing.abort();
      await sweeper;
      await store.close();
    },
  };
}

/**
 * A request whose signature, payload hash and framing have been checked; trailers have joined the headers.
 */
function verifiedRequest(request: S3Request, url: URL, secretOf: SecretOf, nowMs: number): S3Request {
  const verified = verifySignature({ ...request, url }, secretOf, nowMs);
  if (verified.payloadHash.startsWith('STREAMING-')) {
    const { content, trailers } = decodeChunked(request.content, verified);
    const length = header(request.headers, 'x-amz-decoded-content-length');
    if (length !== undefined && Number(length) !== content.length) throw s3Error('IncompleteBody');
    return { ...request, content, headers: { ...request.headers, ...trailers } };
  }
  if (verified.payloadHash !== 'UNSIGNED-PAYLOAD' && verified.payloadHash !== sha256Hex(request.content))
    throw s3Error('XAmzContentSHA256Mismatch');
  return request;
}

const isMissing = (error: unknown): boolean =>
  error instanceof AwsError && (error.code === 'NoSuchKey' || error.code === 'NoSuchVersion');

function corsOf({ store }: S3Context, { method, url, headers }: CloudRequest): Record<string, string> {
  const { bucket } = addressOf(url);
  if (method === 'OPTIONS' || !store.hasBucket(bucket)) return {};
  return corsHeaders(store.bucket(bucket).config.corsRules, method, headers) ?? {};
}

function errorAnswer(
  error: AwsError,
  { url, requestId }: CloudRequest,
  common: CloudResponse['headers'],
): CloudResponse {
  const marker = error.members.ResourceType === 'DeleteMarker' ? { 'x-amz-delete-marker': 'true' } : {};
  const body = xmlDocument('Error', {
    Code: error.code,
    Message: error.message,
    ...(error.members as Record<string, string>),
    Resource: url.pathname,
    RequestId: requestId,
  });
  return {
    status: error.status,
    headers: { ...common, ...marker, 'content-type': 'application/xml' },
    // a 304 has no body
    body: error.status === 304 ? '' : body,
  };
}
