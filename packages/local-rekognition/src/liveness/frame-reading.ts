import type { AnalyzedFace, FaceModelVersion, RawImage } from '../faces/analysis.ts';
import type { FaceEngine } from '../faces/face-engine.ts';
import type { FrameReading } from './capture.ts';

/** The vectors that show whether two frames are of one person. */
const COMPARED_WITH: FaceModelVersion = '7.0';

export async function readFrame(engine: FaceEngine, image: RawImage, timeMs: number): Promise<FrameReading> {
  const { faces } = await engine.analyze({ image, embeddings: COMPARED_WITH });
  return { timeMs, image, faces };
}

/** The frames with the similarity of each one's largest face to the reference frame's. */
export function compareFrames(
  engine: FaceEngine,
  frames: readonly FrameReading[],
  reference: FrameReading,
): readonly FrameReading[] {
  return frames.map((frame) => {
    const similarity = similarityOf(engine, frame.faces[0], reference.faces[0]);
    return similarity === undefined ? frame : { ...frame, similarity };
  });
}

function similarityOf(
  engine: FaceEngine,
  a: AnalyzedFace | undefined,
  b: AnalyzedFace | undefined,
): number | undefined {
  return a?.embedding && b?.embedding
    ? engine.similarity(COMPARED_WITH, a.embedding, b.embedding)
    : undefined;
}
