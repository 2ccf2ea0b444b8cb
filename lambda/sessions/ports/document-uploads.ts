import type { UploadForm } from '../../images/ports/upload-form.ts';
export interface UploadTerms {
  readonly key: string;
  readonly contentType: string;
  readonly maxBytes: number;
  readonly lifetimeSeconds: number;
}

/** Lets a client put one object of exactly these terms. */
export interface DocumentUploads {
  sign(terms: UploadTerms): Promise<UploadForm>;
}
