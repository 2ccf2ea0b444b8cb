/**
 * Key of an enrollment's image in the bucket of enrolled images: the tenant, for IAM policies, and the image.
 * Keys are in access logs, so they name no person (whitepaper 9.1): a user id may be anything a caller uses.
 */
export const enrolledImageKey = (tenant: string, imageId: string): string => `${tenant}/${imageId}.jpg`;
