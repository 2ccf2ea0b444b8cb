/** A form for a browser to post, fields first, the file last. */
export interface UploadForm {
  readonly url: string;
  readonly fields: Record<string, string>;
}

/** The only upload that a form permits. */
export interface UploadTerms {
  /** One object, or any number of objects under a prefix, each named after its uploaded file. */
  readonly place: { readonly key: string } | { readonly prefix: string };
  /** Required content type; any type if omitted. */
  readonly contentType?: string;
  readonly maxBytes: number;
  readonly lifetimeSeconds: number;
}

/** Signs forms for uploads straight to storage. */
export interface UploadForms {
  sign(terms: UploadTerms): Promise<UploadForm>;
}
