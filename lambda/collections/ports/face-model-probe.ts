/** Finds the face model version that new collections get. */
export interface FaceModelProbe {
  newestVersion(): Promise<string>;
}
