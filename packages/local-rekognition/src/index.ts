/*
 * What others may use of the local Rekognition. Its tests'
 * helpers are below `testing/`, each by its own name.
 */
export { awsQuotas, type Quotas } from './controls/quotas.ts';
export type { FaceModelVersion } from './faces/analysis.ts';
export { type FaceEngine, openFaceEngine } from './faces/face-engine.ts';
export { createRekognitionServer } from './http-server.ts';
export { localCertificate } from './liveness/local-certificate.ts';
export { openRekognition, type Rekognition, type RekognitionOptions } from './rekognition.ts';
export { openS3Objects } from './s3-objects.ts';
export type { Clock, ObjectStore, RekognitionRequest, RekognitionResponse } from './types.ts';
