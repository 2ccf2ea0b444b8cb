import type { TakePermits } from '../rate-limits/take-interactive-permits.ts';
import type { FaceAnalysis } from './ports/face-analysis.ts';

/** An analysis of images whose every call takes a permit first. */
export const permittedFaceAnalysis = (analysis: FaceAnalysis, take: TakePermits): FaceAnalysis => ({
  async detectFaces(...args) {
    await take('DetectFaces', 1);
    return analysis.detectFaces(...args);
  },
  async compareFaces(selfie, document) {
    await take('CompareFaces', 1);
    return analysis.compareFaces(selfie, document);
  },
});
