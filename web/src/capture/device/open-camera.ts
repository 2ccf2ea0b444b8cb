import { browserSuits, type CameraFault, faultOf, suits } from './camera-check.ts';

export type OpenedCamera =
  | { readonly stream: MediaStream; readonly fault?: undefined }
  | { readonly stream?: undefined; readonly fault: CameraFault };

/** Opens the front camera as the liveness component will, and says whether it suits. */
export async function openFaceCamera(): Promise<OpenedCamera> {
  const { mediaDevices } = navigator as { mediaDevices?: MediaDevices };
  const { MediaRecorder: mediaRecorder, WebSocket: webSocket } = globalThis;
  if (!browserSuits({ mediaDevices, mediaRecorder, webSocket })) return { fault: 'device_not_supported' };
  try {
    const stream = await navigator.mediaDevices.getUserMedia({
      video: { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 30 }, facingMode: 'user' },
      audio: false,
    });
    const [track] = stream.getVideoTracks();
    if (track && suits({ ...track.getSettings(), label: track.label })) return { stream };
    stopCamera(stream);
    return { fault: 'device_not_supported' };
  } catch (error) {
    return { fault: faultOf(error) };
  }
}

export function stopCamera(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
