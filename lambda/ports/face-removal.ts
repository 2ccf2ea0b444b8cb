import type { FaceMapping } from './face-mapping-store.ts';

export interface FaceRemoval {
  /** Takes away all that names a face, as one: its mapping, its record, and the claims of its enrolment. */
  remove(mapping: FaceMapping): Promise<void>;
}
