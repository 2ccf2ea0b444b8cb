interface SessionOwner {
  readonly id: string;
  readonly tenant: string;
  readonly user_id: string;
}

/** Where the images of a session lie in the evidence bucket; the tenant comes first, so that policies can name it. */
export const evidencePrefix = (session: SessionOwner, folder: 'liveness' | 'document' | 'prepared'): string =>
  `${session.tenant}/${session.user_id}/${session.id}/${folder}`;
