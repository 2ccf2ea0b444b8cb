/** Manifests and outcomes of index jobs. */
export interface IndexJobFiles {
  /** Signs a URL from which anyone can download the object for a number of seconds. */
  signDownload(key: string, lifetimeSeconds: number): Promise<string>;
  /** Streams an object: a manifest may have 100 MB. Undefined if it does not exist. */
  stream(key: string): Promise<AsyncIterable<Uint8Array> | undefined>;
  /** Reads a small object; undefined if it does not exist. */
  read(key: string): Promise<Uint8Array | undefined>;
  write(key: string, content: string | Uint8Array): Promise<void>;
}
