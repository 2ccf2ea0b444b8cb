/**
 * Minimum bytes of each part except the last. A file has up to 10,000
 * parts, so that 48 GiB fit: the outcomes of about 200 million rows.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html
 */
export const MIN_PART_BYTES = 5 * 1024 ** 2;

/**
 * Files that are too large for memory: written part by part, over several calls, and visible once complete.
 */
export interface PartedFiles {
  /** Starts a file. One that is never completed is deleted automatically. @returns the id of its upload */
  begin(key: string): Promise<string>;
  /**
   * Writes a part, counted from 1; the same number again replaces it.
   * @returns false if the upload is gone
   */
  writePart(key: string, uploadId: string, number: number, content: Uint8Array): Promise<boolean>;
  /**
   * Completes the file from its parts, 1 to `parts`.
   * @returns false if the upload is gone: completed before, or given up
   */
  complete(key: string, uploadId: string, parts: number): Promise<boolean>;
}
