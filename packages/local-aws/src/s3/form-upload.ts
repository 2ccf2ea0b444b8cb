import type { CloudResponse } from '../emulator.ts';
import { storeObject } from './object-operations.ts';
import type { ObjectVersion } from './object-version.ts';
import { enforcePolicy } from './post-policy.ts';
import { s3Error } from './s3-error.ts';
import { empty, header, type S3Context, type S3Request, versionHeaders, xmlAnswer } from './s3-request.ts';
import { equalText, type SecretOf, signer } from './signature.ts';

/** A form as a browser posts it: its fields, then the file. */
export interface UploadForm {
  /** Names in lower case; `key` with `${filename}` filled in. */
  readonly fields: ReadonlyMap<string, string>;
  readonly content: Buffer;
  /** Key that signed the policy. */
  readonly accessKeyId: string;
}

export const isFormUpload = ({
  method,
  key,
  headers,
}: Pick<S3Request, 'method' | 'key' | 'headers'>): boolean =>
  method === 'POST' && key === '' && /^multipart\/form-data/i.test(header(headers, 'content-type') ?? '');

/**
 * Reads a form and checks that its policy was signed and allows it.
 * @throws MalformedPOSTRequest, AccessDenied, SignatureDoesNotMatch, EntityTooLarge and the like.
 */
export async function readForm(request: S3Request, secretOf: SecretOf, nowMs: number): Promise<UploadForm> {
  const form = await parseForm(request);
  const policy = form.fields.get('policy');
  const signature = form.fields.get('x-amz-signature');
  if (policy === undefined || signature === undefined) throw s3Error('AccessDenied');
  const [accessKeyId = '', ...scope] = (form.fields.get('x-amz-credential') ?? '').split('/');
  if (!equalText(signer(accessKeyId, scope, secretOf)([policy]), signature))
    throw s3Error('SignatureDoesNotMatch');
  enforcePolicy(policy, { bucket: request.bucket, fields: form.fields, size: form.content.length }, nowMs);
  return { ...form, accessKeyId };
}

async function parseForm(request: S3Request): Promise<Omit<UploadForm, 'accessKeyId'>> {
  const contentType = header(request.headers, 'content-type') ?? '';
  const fields = new Map<string, string>();
  let file: File | undefined;
  try {
    const form = await new Response(request.content, { headers: { 'content-type': contentType } }).formData();
    for (const [name, value] of form) {
      // S3 ignores what stands behind the file
      if (file) break;
      if (typeof value === 'string') fields.set(name.toLowerCase(), value);
      else if (name.toLowerCase() === 'file') file = value;
    }
  } catch (cause) {
    throw Object.assign(s3Error('MalformedPOSTRequest'), { cause });
  }
  const key = fields.get('key');
  if (!file) throw s3Error('InvalidArgument', 'POST requires exactly one file upload per request.');
  if (!key)
    throw s3Error(
      'InvalidArgument',
      "Bucket POST must contain a field named 'key'. If it is specified, please check the order of the fields.",
    );
  fields.set('key', key.replaceAll(`\${filename}`, file.name));
  return { fields, content: Buffer.from(await file.arrayBuffer()) };
}

/** Stores the file of a form that {@link readForm} has let through. */
export async function postObject(
  context: S3Context,
  request: S3Request,
  form: UploadForm,
): Promise<CloudResponse> {
  const version = await storeObject(context, {
    ...request,
    key: form.fields.get('key') ?? '',
    // the fields of a form stand for the headers of a PUT
    headers: Object.fromEntries([...form.fields].filter(([name]) => name !== 'x-amz-security-token')),
    content: form.content,
  });
  return formAnswer(context, request, form.fields, version);
}

function formAnswer(
  context: S3Context,
  { bucket }: S3Request,
  fields: ReadonlyMap<string, string>,
  { key, etag, ...version }: ObjectVersion,
): CloudResponse {
  const location = `/${bucket}/${key}`;
  const headers = { etag, location, ...versionHeaders(context, bucket, { key, etag, ...version }) };
  const redirect = fields.get('success_action_redirect');
  if (redirect !== undefined && URL.canParse(redirect)) {
    const target = new URL(redirect);
    for (const [name, value] of Object.entries({ bucket, key, etag })) target.searchParams.set(name, value);
    return empty(303, { ...headers, location: target.href });
  }
  const status = fields.get('success_action_status');
  if (status === '201')
    return {
      ...xmlAnswer('PostResponse', { Location: location, Bucket: bucket, Key: key, ETag: etag }, headers),
      status: 201,
    };
  return empty(status === '200' ? 200 : 204, headers);
}
