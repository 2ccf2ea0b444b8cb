/** Tells which face model Rekognition gives to collections that are made now. */
export interface FaceModelProbe {
  newestVersion(): Promise<string>;
}
