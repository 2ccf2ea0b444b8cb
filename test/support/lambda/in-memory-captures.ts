import type { CaptureOwner, SimilarCapture } from '../../../lambda/captures/domain/captured-picture.ts';
import type { HashBand } from '../../../lambda/captures/domain/perceptual-hash.ts';
import type { Captures } from '../../../lambda/captures/ports/captures.ts';

/** Hashes in maps, by tenant. */
export class InMemoryCaptures implements Captures {
  readonly owners = new Map<string, CaptureOwner>();
  readonly bands = new Map<string, SimilarCapture[]>();

  async keepEqual(tenant: string, sha256: string, owner: CaptureOwner, now: Date) {
    const key = `${tenant} ${sha256}`;
    const first = this.owners.get(key);
    const isTaken = first && first.session_id !== owner.session_id && isKept(first, now);
    if (isTaken) return first;
    this.owners.set(key, owner);
    return undefined;
  }

  async keepBand(tenant: string, band: HashBand, capture: SimilarCapture): Promise<void> {
    const others = this.#of(tenant, band).filter(({ session_id }) => session_id !== capture.session_id);
    this.bands.set(keyOf(tenant, band), [...others, capture]);
  }

  async listOfBand(tenant: string, band: HashBand, now: Date): Promise<readonly SimilarCapture[]> {
    return this.#of(tenant, band).filter((capture) => isKept(capture, now));
  }

  #of(tenant: string, band: HashBand): readonly SimilarCapture[] {
    return this.bands.get(keyOf(tenant, band)) ?? [];
  }
}

const keyOf = (tenant: string, { index, value }: HashBand) => `${tenant} ${index} ${value}`;
const isKept = ({ retained_until }: CaptureOwner, now: Date) => Date.parse(retained_until) > now.getTime();
