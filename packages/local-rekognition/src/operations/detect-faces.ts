import type { DetectFacesRequest, DetectFacesResponse } from '@aws-sdk/client-rekognition';
import { faceDetail, wantedAttributes } from './face-detail.ts';
import { analyzeImage } from './images.ts';
import type { OperationContext } from './operation.ts';

export async function detectFaces(
  input: DetectFacesRequest,
  context: OperationContext,
): Promise<DetectFacesResponse> {
  const wanted = wantedAttributes(input.Attributes);
  const { faces } = await analyzeImage(context, input.Image, wanted.analysis);
  return { FaceDetails: faces.map((face) => faceDetail(face, wanted)) };
}
