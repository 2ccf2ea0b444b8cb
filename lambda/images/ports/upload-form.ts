/** A form for a browser to post, fields first, the file last. */
export interface UploadForm {
  readonly url: string;
  readonly fields: Record<string, string>;
}
