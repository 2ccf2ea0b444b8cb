/** Where the image of an enrollment lies in the bucket of enrolled images; the tenant first, so that policies can name it. */
export const enrolledImageKey = (tenant: string, userId: string, imageId: string): string =>
  `${tenant}/${userId}/${imageId}.jpg`;
