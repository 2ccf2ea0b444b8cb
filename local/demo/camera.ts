import { InputError, type Photo } from './photo.ts';

/** A liveness check, as the API returns it to the app that streams it. */
export interface LivenessCheck {
  readonly liveness_session_id: string;
  readonly region: string;
  readonly credentials: {
    readonly access_key_id: string;
    readonly secret_access_key: string;
    readonly session_token: string;
    readonly expires_at: string;
  };
}

/**
 * How the local engine judges the photo that stands in for the camera: `capture` like a live capture,
 * `protocol` by the protocol alone, so that the later checks decide.
 */
export type LivenessJudge = 'capture' | 'protocol';

/** Whether the photo is taken by a camera, or injected as a recording whose pictures are equal each time. */
export type LivenessFrames = 'camera' | 'injected';

const SERVER_FAULT = 500;

/** Takes a liveness check; resolves once its result can be read. */
export type Camera = (check: LivenessCheck, selfie: Photo, judge: LivenessJudge) => Promise<void>;

/**
 * Returns a camera that shows the selfie to the local Rekognition.
 * @param endpoint where the local Rekognition accepts recordings, without a trailing slash
 * @param frames how its pictures come about
 * @throws InputError when the local Rekognition refuses the photo
 */
export function photoCamera(endpoint: string, frames: LivenessFrames = 'camera'): Camera {
  return async ({ liveness_session_id }, selfie, judge) => {
    const query = `?frames=${frames}${judge === 'protocol' ? '&judge=protocol' : ''}`;
    const response = await fetch(
      `${endpoint}/_local/rekognition/liveness-sessions/${liveness_session_id}/recording${query}`,
      {
        method: 'PUT',
        headers: { 'content-type': selfie.contentType },
        body: new Uint8Array(selfie.bytes),
      },
    );
    if (response.ok) return;
    const { message } = (await response.json().catch(() => ({}))) as { message?: string };
    if (response.status >= SERVER_FAULT) {
      throw new Error(`the local camera failed (HTTP ${response.status}): npm run local -- logs`);
    }
    throw new InputError(
      `${selfie.name}: ${message ?? `the local camera refused it (HTTP ${response.status})`}`,
    );
  };
}
