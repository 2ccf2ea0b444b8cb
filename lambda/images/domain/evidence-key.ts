interface SessionOwner {
  readonly id: string;
  readonly tenant: string;
  readonly user_id: string;
}

/** Key prefix of a session's images in the evidence bucket; begins with the tenant, for IAM policies. */
export const evidencePrefix = (
  session: SessionOwner,
  folder: 'liveness' | 'document' | 'prepared' | 'judged',
): string => `${session.tenant}/${session.user_id}/${session.id}/${folder}`;
