import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { loadGraphModel } from '@tensorflow/tfjs-converter';
import {
  browser,
  div,
  expandDims,
  image as images,
  ready,
  setBackend,
  sub,
  tidy,
} from '@tensorflow/tfjs-core';
import { bestFace, type FaceBox, MODEL_SIDE } from './face-box.ts';

/** Finds the face of a photo by the model of the liveness component. */
export async function findFace(photo: ImageBitmap): Promise<FaceBox | undefined> {
  setWasmPaths('/liveness/');
  await setBackend('wasm');
  await ready();
  const model = await loadGraphModel('/liveness/model.json');
  try {
    const { square, left, top, side } = squareOf(photo);
    const input = tidy(() => {
      const small = images.resizeBilinear(browser.fromPixels(square), [MODEL_SIDE, MODEL_SIDE]);
      return expandDims(sub(div(small, 127.5), 1), 0);
    });
    const [output] = [model.execute(input)].flat();
    const face = output && bestFace(await output.data());
    return (
      face && {
        left: (face.left * side - left) / photo.width,
        top: (face.top * side - top) / photo.height,
        width: (face.width * side) / photo.width,
        height: (face.height * side) / photo.height,
      }
    );
  } finally {
    model.dispose();
  }
}

/** Puts a photo into the middle of a square, as the model expects pictures. */
function squareOf(photo: ImageBitmap) {
  const side = Math.max(photo.width, photo.height);
  const left = (side - photo.width) / 2;
  const top = (side - photo.height) / 2;
  const square = document.createElement('canvas');
  square.width = side;
  square.height = side;
  square.getContext('2d')?.drawImage(photo, left, top);
  return { square, left, top, side };
}
