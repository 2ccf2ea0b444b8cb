import sharp from 'sharp';

/** A JPEG that passes the rules for images and shows nobody. */
export const aPicture = (): Promise<Buffer> =>
  sharp({ create: { width: 640, height: 480, channels: 3, background: 'gray' } })
    .jpeg()
    .toBuffer();
