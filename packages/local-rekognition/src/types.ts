import type { IncomingHttpHeaders } from 'node:http';

/** One HTTP request to the service, whole: the caller has read the body and limited its size. */
export interface RekognitionRequest {
  readonly method: string;
  readonly url: URL;
  /** Names are lower-case. */
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface RekognitionResponse {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string | Buffer;
}

/** Where `S3Object` images are read from and liveness images are written to. */
export interface ObjectStore {
  /** Rejects with any Error when the object is missing, denied or cannot be read. */
  get(bucket: string, key: string, version?: string): Promise<Buffer>;
  /** Rejects with any Error when the bucket is missing or denies the write. */
  put(
    bucket: string,
    key: string,
    body: Buffer,
    options: { contentType: string; kmsKeyId?: string },
  ): Promise<void>;
}

/** Time as the service sees it, so that a test can move it instead of waiting. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /**
   * Resolves once `ms` milliseconds of this clock have passed; rejects with the signal's reason when aborted.
   */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The caller, as far as the request shows. Signatures are checked by the server in front of this service. */
export interface Caller {
  /** Access key of the SigV4 `Authorization` header, if there is one. */
  readonly accessKeyId: string | undefined;
  readonly requestId: string;
}
