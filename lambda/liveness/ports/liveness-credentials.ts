export interface TemporaryCredentials {
  readonly access_key_id: string;
  readonly secret_access_key: string;
  readonly session_token: string;
  /** RFC 3339. */
  readonly expires_at: string;
}

/** Issues credentials that allow a client to start a liveness stream, and nothing else. */
export interface LivenessCredentials {
  issue(livenessSessionId: string): Promise<TemporaryCredentials>;
}
