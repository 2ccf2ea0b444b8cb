import type { FaceBox } from './face-box.ts';

/** What the photo reacts to. */
export interface PhotoCamera {
  /** The component's texts that ask the person to come closer. */
  readonly closer: readonly string[];
}

const WIDTH = 640;
const HEIGHT = 480;
const FRAME_MS = 50;
/** So far that the component begins, and so near that the face fills its oval; heights of the face in pixels. */
const FAR_FACE_PX = 190;
const NEAR_FACE_PX = 420;
/** So fast that a recording which ends once the oval is matched has the near face in it, on a busy machine too. */
const PX_PER_SECOND = 320;
/** Darkness of the room, so that the screen is what lights the face. */
const DIM = 0.25;
/** Share of the screen's light that the face throws back: with all of it, a white screen would leave no face to see. */
const REFLECTED = 0.22;
const DEVICE = { kind: 'videoinput', deviceId: 'photo', groupId: 'photo', label: 'Photo' } as const;

let stop: (() => void) | undefined;

/**
 * Lets a photo stand in for the front camera: somebody who comes closer when the component says so, and whose
 * face takes on the light of the screen.
 */
export function photoCamera(photo: ImageBitmap, face: FaceBox, { closer }: PhotoCamera): void {
  stop?.();
  const canvas = document.createElement('canvas');
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('this browser draws no pictures');
  const light = screenLight();
  let height = FAR_FACE_PX;
  let isAsked = false;
  let drawnMs = performance.now();
  const draw = () => {
    const nowMs = performance.now();
    const step = (PX_PER_SECOND * (nowMs - drawnMs)) / 1000;
    drawnMs = nowMs;
    const hint = document.querySelector('.liveness [class*=hint]')?.textContent ?? '';
    // a check that begins anew finds the person far away again
    isAsked = isChecking() && (isAsked || closer.some((text) => hint.includes(text)));
    height = isAsked ? Math.min(NEAR_FACE_PX, height + step) : FAR_FACE_PX;
    drawPerson(context, photo, face, height);
    shine(context, light(), height);
  };
  const timer = setInterval(draw, FRAME_MS);
  const restore = replaceCamera(canvas);
  stop = () => {
    clearInterval(timer);
    restore();
  };
}

const isChecking = (): boolean => document.querySelector('.liveness') !== null;

/** Draws the person with a face of that height in the middle of the picture, in a dim room. */
function drawPerson(context: CanvasRenderingContext2D, photo: ImageBitmap, face: FaceBox, height: number) {
  const scale = height / (face.height * photo.height);
  context.globalCompositeOperation = 'source-over';
  context.fillStyle = '#777';
  context.fillRect(0, 0, WIDTH, HEIGHT);
  const x = WIDTH / 2 - (face.left + face.width / 2) * photo.width * scale;
  const y = HEIGHT / 2 - (face.top + face.height / 2) * photo.height * scale;
  context.drawImage(photo, x, y, photo.width * scale, photo.height * scale);
  context.fillStyle = `rgb(0 0 0 / ${DIM})`;
  context.fillRect(0, 0, WIDTH, HEIGHT);
}

type Rgb = readonly [number, number, number];

/** Lets the screen's light fall on the face. */
function shine(context: CanvasRenderingContext2D, light: Rgb, height: number) {
  if (light.every((level) => level === 0)) return;
  context.globalCompositeOperation = 'lighter';
  context.fillStyle = `rgb(${light.map((level) => Math.round(level * REFLECTED)).join(' ')})`;
  context.beginPath();
  context.ellipse(WIDTH / 2, HEIGHT / 2, height * 0.42, height * 0.55, 0, 0, 2 * Math.PI);
  context.fill();
}

const SAMPLES = 8;

/** Returns a function that gives the color which the component shows, of the mean of a column of it. */
function screenLight(): () => Rgb {
  const sample = document.createElement('canvas');
  [sample.width, sample.height] = [1, SAMPLES];
  const sampler = sample.getContext('2d', { willReadFrequently: true });
  return () => {
    const screen = [...document.querySelectorAll('canvas')].find(({ className }) =>
      /freshness/i.test(className),
    );
    if (!sampler || screen?.style.display !== 'block' || screen.width < 2) return [0, 0, 0];
    sampler.clearRect(0, 0, 1, SAMPLES);
    sampler.drawImage(screen, 0, 0, screen.width, screen.height, 0, 0, 1, SAMPLES);
    const { data } = sampler.getImageData(0, 0, 1, SAMPLES);
    const mean = (channel: number) => {
      let sum = 0;
      for (let at = 0; at < data.length; at += 4)
        sum += ((data[at + channel] ?? 0) * (data[at + 3] ?? 0)) / 255;
      return sum / SAMPLES;
    };
    return [mean(0), mean(1), mean(2)];
  };
}

/** Answers with the canvas whoever asks for a front camera. @returns what puts the real camera back */
function replaceCamera(canvas: HTMLCanvasElement): () => void {
  const { mediaDevices } = navigator;
  const { getUserMedia, enumerateDevices } = mediaDevices;
  mediaDevices.getUserMedia = async (constraints) => {
    const video = constraints?.video;
    if (typeof video === 'object' && video.facingMode === 'environment')
      return getUserMedia.call(mediaDevices, constraints);
    const stream = canvas.captureStream(1000 / FRAME_MS);
    const [track] = stream.getVideoTracks();
    if (!track) return stream;
    const settings = track.getSettings.bind(track);
    track.getSettings = () => ({
      ...settings(),
      width: WIDTH,
      height: HEIGHT,
      frameRate: 1000 / FRAME_MS,
      deviceId: DEVICE.deviceId,
    });
    return stream;
  };
  mediaDevices.enumerateDevices = async () => [{ ...DEVICE, toJSON: () => DEVICE }];
  return () => {
    mediaDevices.getUserMedia = getUserMedia;
    mediaDevices.enumerateDevices = enumerateDevices;
  };
}
