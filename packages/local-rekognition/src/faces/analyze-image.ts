import type { AnalysisRequest, AnalyzedFace, ImageAnalysis } from './analysis.ts';
import { readEyes } from './description/eyes.ts';
import { landmarks } from './description/landmarks.ts';
import { pose } from './description/pose.ts';
import { quality } from './description/quality.ts';
import { readAttributes, readOcclusion } from './description/read-attributes.ts';
import { type FoundFace, findFaces } from './detection/face-finder.ts';
import { faceVector } from './embedding/face-vector.ts';
import { type DecodedImage, decodeImage } from './imaging/decode-image.ts';
import { ImagePyramid } from './imaging/image-pyramid.ts';
import type { ModelSessions } from './inference/model-sessions.ts';

/** Faces are looked for in an image of at most Full HD: Rekognition's smallest face is 40 pixels there. */
const MAX_SIDE_PX = 1920;
/** IndexFaces returns at most this many. */
const MAX_FACES = 100;

/** Everything that a request asks about one image. Throws ImageError when the image is at fault. */
export async function analyzeImage(
  sessions: ModelSessions,
  request: AnalysisRequest,
): Promise<ImageAnalysis> {
  return analyzeDecoded(sessions, await decodeRequested(request), request);
}

/** The image of a request, as large as faces are looked for. Throws ImageError when the image is at fault. */
export async function decodeRequested({ image }: AnalysisRequest): Promise<DecodedImage> {
  if (image instanceof Uint8Array) {
    return decodeImage(Buffer.from(image.buffer, image.byteOffset, image.byteLength), MAX_SIDE_PX);
  }
  const { data, width, height } = image;
  if (data.length !== width * height * 3) {
    throw new Error(
      `a frame of ${width} x ${height} RGB pixels has ${width * height * 3} bytes, not ${data.length}`,
    );
  }
  return { data, width, height, fullWidth: width, fullHeight: height, orientationCorrected: false };
}

/** Everything that a request asks about its image, decoded before. */
export async function analyzeDecoded(
  sessions: ModelSessions,
  decoded: DecodedImage,
  request: AnalysisRequest,
): Promise<ImageAnalysis> {
  const image = new ImagePyramid(decoded);
  const { maxFaces = MAX_FACES } = request;
  const found = (await findFaces(sessions, image, maxFaces === 1)).slice(0, maxFaces);
  const faces: AnalyzedFace[] = [];
  for (const face of found) faces.push(await describe(sessions, image, face, request));
  return {
    width: decoded.fullWidth,
    height: decoded.fullHeight,
    orientationCorrected: decoded.orientationCorrected,
    faces,
  };
}

async function describe(
  sessions: ModelSessions,
  image: ImagePyramid,
  { mesh, box, confidence }: FoundFace,
  { attributes = false, occlusion = false, embeddings }: AnalysisRequest,
): Promise<AnalyzedFace> {
  const { width, height } = image;
  const turned = pose(mesh);
  const seen = quality(image, mesh);
  const eyes = attributes ? await readEyes(sessions, image, mesh) : undefined;
  return {
    box: {
      left: box.left / width,
      top: box.top / height,
      width: box.width / width,
      height: box.height / height,
    },
    confidence,
    landmarks: landmarks(mesh, eyes).map(({ type, x, y }) => ({ type, x: x / width, y: y / height })),
    pose: turned,
    quality: seen,
    ...(eyes
      ? {
          attributes: await readAttributes(sessions, image, mesh, {
            eyes,
            pose: turned,
            quality: seen,
          }),
        }
      : {}),
    ...(occlusion ? { faceOccluded: readOcclusion(image, mesh, seen) } : {}),
    ...(embeddings ? { embedding: await faceVector(sessions, image, mesh, embeddings) } : {}),
  };
}
