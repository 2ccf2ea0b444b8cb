import type { SubjectHash } from '../../../lambda/kernel/ports/subject-hash.ts';
import type { Tombstone } from '../../../lambda/tombstones/domain/tombstone.ts';
import type { Tombstones } from '../../../lambda/tombstones/ports/tombstones.ts';

/** Hashes of users that a test can read; nothing in them equals the user's id. */
export const aSubjectHash: SubjectHash = async (tenant, userId) =>
  Buffer.from(`${tenant}\n${userId}`).toString('hex');

/** Records of erasures by subject. */
export class InMemoryTombstones implements Tombstones {
  readonly tombstones = new Map<string, Tombstone>();

  async erasedAt(tenant: string, userId: string) {
    const found = this.tombstones.get(await aSubjectHash(tenant, userId));
    return found && new Date(found.erased_at);
  }

  async put(tombstone: Tombstone) {
    const before = this.tombstones.get(tombstone.subject);
    if (!before || before.erased_at < tombstone.erased_at) this.tombstones.set(tombstone.subject, tombstone);
  }

  /** Records that a user was erased. */
  async erase(tenant: string, userId: string, erasedAt: Date) {
    const subject = await aSubjectHash(tenant, userId);
    const erased_at = erasedAt.toISOString();
    await this.put({ tenant, subject, erased_at, expires_at: erased_at });
  }
}
