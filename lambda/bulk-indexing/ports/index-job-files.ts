/** Manifests and outcomes of index jobs. */
export interface IndexJobFiles {
  /** A URL that gives the object to whoever has it, for so many seconds. */
  signDownload(key: string, lifetimeSeconds: number): Promise<string>;
  /** An object piece by piece, as it arrives: a manifest may have 100 MB. Undefined where there is none. */
  stream(key: string): Promise<AsyncIterable<Uint8Array> | undefined>;
  /** A small object as a whole; undefined where there is none. */
  read(key: string): Promise<Uint8Array | undefined>;
  write(key: string, content: string | Uint8Array): Promise<void>;
}
