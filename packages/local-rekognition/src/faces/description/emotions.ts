import type { EmotionType } from '../attributes.ts';
import { type FaceMesh, widened } from '../detection/face-mesh.ts';
import { chipToImage } from '../imaging/affine.ts';
import type { ImagePyramid } from '../imaging/image-pyramid.ts';
import type { ModelSessions } from '../inference/model-sessions.ts';

const INPUT_SIZE = 64;
/** The mesh's extent and this margin distinguished most of seven acted emotions. */
const MARGIN = 1.2;
/** In the order of the network's results; it knows nothing of CONFUSED. */
const TYPES: readonly EmotionType[] = ['ANGRY', 'DISGUSTED', 'FEAR', 'HAPPY', 'SAD', 'SURPRISED', 'CALM'];

export interface Emotion {
  readonly type: EmotionType;
  readonly confidence: number;
}

/** Likeliest first; the confidences add up to 100. */
export async function readEmotions(
  sessions: ModelSessions,
  image: ImagePyramid,
  mesh: FaceMesh,
): Promise<Emotion[]> {
  const map = chipToImage(widened(mesh.square, MARGIN), INPUT_SIZE);
  const input = image.sampleLuma(map, INPUT_SIZE).map((value) => value / 127.5 - 1);
  const { emotions = new Float32Array() } = await sessions.run('emotion', input);
  return [
    ...TYPES.map((type, index) => ({ type, confidence: 100 * (emotions[index] ?? 0) })),
    { type: 'CONFUSED' as const, confidence: 0 },
  ].sort((a, b) => b.confidence - a.confidence);
}
