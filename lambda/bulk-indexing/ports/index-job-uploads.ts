import type { UploadForm } from '../../images/ports/upload-form.ts';

/** Lets an operator upload what a job works on. */
export interface IndexJobUploads {
  /** @param kind `object`: the key as it is; `folder`: the key, then the name of the uploaded file */
  sign(
    key: string,
    kind: 'object' | 'folder',
    maxBytes: number,
    lifetimeSeconds: number,
  ): Promise<UploadForm>;
}
