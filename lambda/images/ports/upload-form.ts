/** A form for a browser to post, fields first, the file last. */
export interface UploadForm {
  readonly url: string;
  readonly fields: Record<string, string>;
}

/** What a form lets its holder upload, and no more. */
export interface UploadTerms {
  /** One object, or any number of objects below a prefix, each named as the file that is uploaded. */
  readonly place: { readonly key: string } | { readonly prefix: string };
  /** Type that the upload must have; any where it is left out. */
  readonly contentType?: string;
  readonly maxBytes: number;
  readonly lifetimeSeconds: number;
}

/** Signs forms for uploads past the API. */
export interface UploadForms {
  sign(terms: UploadTerms): Promise<UploadForm>;
}
