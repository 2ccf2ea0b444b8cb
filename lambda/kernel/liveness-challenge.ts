import * as z from 'zod/mini';

export const livenessChallenge = z.enum(['FaceMovementAndLightChallenge', 'FaceMovementChallenge']);
export type LivenessChallenge = z.infer<typeof livenessChallenge>;
