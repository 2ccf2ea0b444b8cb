export interface UploadTerms {
  readonly key: string;
  readonly contentType: string;
  readonly maxBytes: number;
  readonly lifetimeSeconds: number;
}

/** A form for a browser to post, fields first, the file last. */
export interface UploadForm {
  readonly url: string;
  readonly fields: Record<string, string>;
}

/** Lets a client put one object of exactly these terms. */
export interface DocumentUploads {
  sign(terms: UploadTerms): Promise<UploadForm>;
}
