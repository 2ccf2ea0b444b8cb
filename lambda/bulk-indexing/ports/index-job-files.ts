/** Manifests and outcomes of index jobs. */
export interface IndexJobFiles {
  /** A URL that gives the object to whoever has it, for so many seconds. */
  signDownload(key: string, lifetimeSeconds: number): Promise<string>;
  /** Text of an object; undefined where there is none. */
  read(key: string): Promise<string | undefined>;
  write(key: string, text: string): Promise<void>;
}
