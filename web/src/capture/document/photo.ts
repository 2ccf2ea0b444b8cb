import { type Finding, JUDGED_SIDE_PX, judgeDocument } from './judge-document.ts';

/** What the API takes; a photo in another format, such as HEIC, is drawn anew where the browser can read it. */
const ACCEPTED = ['image/jpeg', 'image/png'];
/** Most bytes that an upload form takes. */
const MAX_BYTES = 15 * 1024 * 1024;
/** Long side of a photo that is drawn anew, in pixels, and its JPEG quality: print stays sharp. */
const MAX_SIDE_PX = 4000;
const JPEG_QUALITY = 0.92;

/** A photo that was judged, or a file that is not one. */
export type JudgedPhoto =
  | { readonly photo: Blob; readonly finding: Finding | undefined }
  | { readonly photo?: undefined; readonly finding: 'unreadable' };

/** Judges a photo before it is uploaded, and gives it a format that the API takes. */
export async function judgePhoto(file: Blob): Promise<JudgedPhoto> {
  const image = await createImageBitmap(file).catch(() => undefined);
  if (!image) return { finding: 'unreadable' };
  try {
    const finding = judgeDocument(pictureOf(image, JUDGED_SIDE_PX), image);
    const isFit = ACCEPTED.includes(file.type) && file.size <= MAX_BYTES;
    return { photo: isFit ? file : await jpegOf(image), finding };
  } finally {
    image.close();
  }
}

type Source = ImageBitmap | HTMLVideoElement;

const sizeOf = (source: Source) =>
  source instanceof HTMLVideoElement
    ? { width: source.videoWidth, height: source.videoHeight }
    : { width: source.width, height: source.height };

/** Draws a picture so that its long side has at most so many pixels. */
function draw(source: Source, side: number): CanvasRenderingContext2D {
  const { width, height } = sizeOf(source);
  const scale = Math.min(1, side / Math.max(width, height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('this browser draws no pictures');
  context.drawImage(source, 0, 0, canvas.width, canvas.height);
  return context;
}

function pictureOf(source: Source, side: number): ImageData {
  const context = draw(source, side);
  return context.getImageData(0, 0, context.canvas.width, context.canvas.height);
}

/** Returns a picture as a JPEG. @throws Error if the browser makes none */
export function jpegOf(source: Source): Promise<Blob> {
  const { canvas } = draw(source, MAX_SIDE_PX);
  return new Promise((resolve, reject) =>
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error('this browser makes no JPEG'))),
      'image/jpeg',
      JPEG_QUALITY,
    ),
  );
}

/** Judges what a camera shows at the moment. */
export const judgeFrame = (video: HTMLVideoElement): Finding | undefined =>
  judgeDocument(pictureOf(video, JUDGED_SIDE_PX), sizeOf(video));
