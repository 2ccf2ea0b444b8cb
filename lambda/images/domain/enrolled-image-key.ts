/**
 * Key of an enrollment's image in the bucket of enrolled images; begins with the tenant, for IAM policies.
 */
export const enrolledImageKey = (tenant: string, userId: string, imageId: string): string =>
  `${tenant}/${userId}/${imageId}.jpg`;
