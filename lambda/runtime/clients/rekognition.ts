import { RekognitionClient } from '@aws-sdk/client-rekognition';
import { tracer } from '../tracer.ts';
import { CLIENT_CONFIG } from './client-config.ts';

/** One a process, so that warm invocations reuse its connections. */
export const rekognitionClient = tracer.captureAWSv3Client(new RekognitionClient(CLIENT_CONFIG));
