/**
 * Returns the keyed hash of a user, in base64url: the same for the same tenant and user, and unlike that of
 * the same user id of another tenant. Records that must outlive the user hold it in place of the id: only
 * the holder of the key can say whose it is, so that without the key it names nobody.
 */
export type SubjectHash = (tenant: string, userId: string) => Promise<string>;
