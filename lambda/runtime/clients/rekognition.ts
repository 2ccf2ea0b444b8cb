import { RekognitionClient } from '@aws-sdk/client-rekognition';
import { tracer } from '../tracer.ts';
import { CLIENT_CONFIG } from './client-config.ts';

/** One a process, so that warm invocations reuse its connections. */
export const rekognitionClient = tracer.captureAWSv3Client(new RekognitionClient(CLIENT_CONFIG));

/**
 * For IndexFaces, which has no token: an attempt that was carried out but not answered would, tried again by the SDK,
 * index the face a second time. The state machine tries again instead, and looks for what was left first.
 */
export const singleAttemptRekognitionClient = tracer.captureAWSv3Client(
  new RekognitionClient({ ...CLIENT_CONFIG, maxAttempts: 1 }),
);
