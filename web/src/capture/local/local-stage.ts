import { findFace } from './find-face.ts';
import { openOwnSockets } from './own-sockets.ts';
import { type PhotoCamera, photoCamera } from './photo-camera.ts';

/** What a page of a laptop uses in place of what AWS and a phone have. No other page loads it. */
export interface LocalStage {
  /** Posts to the storage, whose addresses are signed for the origin by which the stack knows itself. */
  readonly send: typeof fetch;
  /** Where a phone opens a link: the stack makes links for the port and the host of its templates. */
  readonly linkForPhone: (link: string) => string;
  /** Where the liveness component streams to. */
  readonly livenessEndpoint: string;
  /**
   * Lets a photo stand in for the camera until the page is closed.
   * @returns false if the photo shows no face
   */
  standIn(photo: Blob, hints: PhotoCamera): Promise<boolean>;
}

interface LocalAddress {
  /** Origin of the local stack. */
  readonly endpoint: string;
  /** Origin by which a phone in the same network opens the page. */
  readonly phoneOrigin?: string | undefined;
}

export function localStage({ endpoint, phoneOrigin }: LocalAddress): LocalStage {
  openOwnSockets();
  return {
    send: (url, init) => fetch(String(url).replace(endpoint, location.origin), init),
    linkForPhone: (link) => {
      const { pathname, search, hash } = new URL(link);
      return (phoneOrigin ?? location.origin) + pathname + search + hash;
    },
    livenessEndpoint: location.origin,
    standIn: async (photo, hints) => {
      const image = await createImageBitmap(photo);
      const face = await findFace(image);
      if (face) photoCamera(image, face, hints);
      return face !== undefined;
    },
  };
}
