import type { FaceDeletionRequest } from '../../../lambda/enrollment/contract.ts';
import type { EnrollmentClaim, FormerEnrollment } from '../../../lambda/enrollment/domain/enrollment.ts';
import type { AbandonedEnrollment, FaceDeletion } from '../../../lambda/enrollment/domain/face-deletion.ts';
import type { FaceMapping, UserFaceMapping } from '../../../lambda/enrollment/domain/face-mapping.ts';
import type { ReplacedEnrollments } from '../../../lambda/enrollment/domain/replaced-enrollments.ts';
import type { EnrollmentStore, FaceRecord } from '../../../lambda/enrollment/ports/enrollment-store.ts';
import type { FaceDeletions } from '../../../lambda/enrollment/ports/face-deletions.ts';
import type { FaceMappingStore } from '../../../lambda/enrollment/ports/face-mapping-store.ts';
import { type FaceOwner, ownerKey, userOwnerOf } from '../../../lambda/kernel/face-owner.ts';
import type { MessageQueue } from '../../../lambda/kernel/ports/message-queue.ts';
import { regionOfCollection } from '../../../lambda/kernel/tenancy.ts';
import type { RegistrationApproval } from '../../../lambda/registration/ports/registration-approval.ts';
import type { FaceRemoval } from '../../../lambda/users/ports/face-removal.ts';
import type { InMemorySessionStore } from './in-memory-session-store.ts';

/** Claims, face records and mappings in maps, each call atomic, as DynamoDB's transactions are. */
export class InMemoryEnrollments
  implements EnrollmentStore, RegistrationApproval, FaceMappingStore, FaceRemoval
{
  readonly claims = new Map<string, EnrollmentClaim>();
  /** Enrollments that others have been added to, by user and image. */
  readonly earlierEnrollments = new Map<string, FormerEnrollment>();
  readonly imageClaims = new Map<string, string>();
  readonly faces = new Map<string, FaceRecord>();
  readonly mappings = new Map<string, FaceMapping>();
  readonly deletions = new Map<string, FaceDeletion>();
  /** Of the tenant's generations, as the registry has it. */
  generationsRevision = 0;
  readonly #sessions: InMemorySessionStore;

  constructor(sessions: InMemorySessionStore) {
    this.#sessions = sessions;
    sessions.giveUp = (abandoned) => this.#giveUp(abandoned);
  }

  #giveUp({ claim, deletion }: AbandonedEnrollment): boolean {
    if (JSON.stringify(this.claims.get(userKey(claim))) !== JSON.stringify(claim)) return false;
    if (claim.state !== 'claimed') return false;
    this.#giveBack(claim);
    if (!deletion) return true;
    for (const id of [...deletion.faces.map(({ face_id }) => face_id), deletion.image_id])
      this.faces.set(id, { ...this.faces.get(id), state: 'revoked' });
    this.deletions.set(deletion.id, deletion);
    return true;
  }

  /** Frees image and user, or leaves the user with the enrollment before. */
  #giveBack(claim: EnrollmentClaim): void {
    const held = this.claims.get(userKey(claim));
    if (held?.session_id === claim.session_id && held.image_sha256 === claim.image_sha256) {
      if (held.former) this.claims.set(userKey(claim), held.former);
      else this.claims.delete(userKey(claim));
    }
    if (this.imageClaims.get(imageKey(claim)) === claim.session_id) this.imageClaims.delete(imageKey(claim));
  }

  /** Messages about requested deletions, in the order in which they were sent. */
  readonly sentDeletions: FaceDeletionRequest[] = [];
  readonly deletionQueue: MessageQueue<FaceDeletionRequest> = {
    send: async (message) => void this.sentDeletions.push(message),
  };

  /** The requested deletions, as a port of their own: its methods share names with others here. */
  readonly requestedDeletions: FaceDeletions = {
    get: async (_tenant, id) => this.deletions.get(id),
    listBefore: async (tenant, time, limit) =>
      [...this.deletions.values()]
        .filter((one) => one.tenant === tenant && Date.parse(one.requested_at) < time.getTime())
        .slice(0, limit),
    remove: async ({ id }) => void this.deletions.delete(id),
  };

  claim: EnrollmentStore['claim'] = async (claim) => {
    const user = this.claims.get(userKey(claim));
    const image = this.imageClaims.get(imageKey(claim));
    if (user === undefined && image === undefined) {
      this.claims.set(userKey(claim), claim);
      this.imageClaims.set(imageKey(claim), claim.session_id);
      return { claimed: true };
    }
    if (user && user.session_id !== claim.session_id)
      return { claimed: false, takenBy: 'user', holder: claim.user_id };
    if (user && image === claim.session_id) return { claimed: true };
    const holder = [...this.claims.values()].find(
      (held) => imageKey(held) === imageKey(claim) && held.session_id === image,
    )?.user_id;
    return { claimed: false, takenBy: 'image', ...(holder === undefined ? {} : { holder }) };
  };

  claimFurther: EnrollmentStore['claimFurther'] = async (claim) => {
    const held = this.claims.get(userKey(claim));
    if (!held) return { claimed: false, takenBy: 'deletion' };
    if (held.session_id === claim.session_id && held.image_sha256 === claim.image_sha256)
      return { claimed: true };
    if (this.imageClaims.has(imageKey(claim)))
      return { claimed: false, takenBy: 'image', holder: claim.user_id };
    if (held.state === 'claimed') return { claimed: false, takenBy: 'user', holder: claim.user_id };
    const { former: _, ...former } = held;
    this.claims.set(userKey(claim), { ...claim, former });
    this.imageClaims.set(imageKey(claim), claim.session_id);
    return { claimed: true };
  };

  earlier: EnrollmentStore['earlier'] = async (tenant, user_id) =>
    [...this.earlierEnrollments.values()].filter((one) => userKey(one) === userKey({ tenant, user_id }));

  get: EnrollmentStore['get'] = async (tenant, user_id) => this.claims.get(userKey({ tenant, user_id }));

  plan: EnrollmentStore['plan'] = async (claim, planned) => {
    this.claims.set(userKey(claim), { copies: {}, ...this.own(claim), planned });
    return planned;
  };

  recordFace: EnrollmentStore['recordFace'] = async (claim, face, rejectedFor, stitched) => {
    const held = this.claims.get(userKey(claim));
    if (held?.session_id !== claim.session_id) return false;
    if (held.face && held.face.face_id !== face.face_id) return false;
    this.claims.set(userKey(claim), {
      ...held,
      face,
      rejected_for: [...rejectedFor],
      ...(stitched ? { stitched } : {}),
    });
    const others = (stitched?.others ?? []).map((other) => [other.face, other.rejected_for] as const);
    for (const [{ face_id }, reasons] of [[face, rejectedFor] as const, ...others]) {
      const state = reasons.length > 0 ? 'revoked' : (this.faces.get(face_id)?.state ?? 'pending');
      this.faces.set(face_id, { state, user_id: claim.user_id });
    }
    return true;
  };

  recordCopy: EnrollmentStore['recordCopy'] = async (claim, face) => {
    const held = this.claims.get(userKey(claim));
    if (held?.session_id !== claim.session_id) return false;
    this.claims.set(userKey(claim), { ...held, copies: { ...held.copies, [face.collection_id]: face } });
    const state = this.faces.get(face.face_id)?.state ?? 'pending';
    this.faces.set(face.face_id, { state, user_id: claim.user_id });
    return true;
  };

  dropCopy: EnrollmentStore['dropCopy'] = async (claim, collectionId) => {
    const { [collectionId]: _, ...copies } = this.own(claim).copies ?? {};
    this.claims.set(userKey(claim), { ...this.own(claim), copies });
  };

  faceRecords: EnrollmentStore['faceRecords'] = async (_tenant, faceIds) =>
    new Map(
      faceIds.flatMap((id) => {
        const record = this.faces.get(id);
        return record ? [[id, record] as const] : [];
      }),
    );

  revoke: EnrollmentStore['revoke'] = async (_tenant, faceId) => {
    const record = this.faces.get(faceId);
    if (record?.state === 'mapped') return false;
    this.faces.set(faceId, { ...record, state: 'revoked' });
    return true;
  };

  release: EnrollmentStore['release'] = async (claim) => {
    this.#giveBack(claim);
  };

  /** Maps the faces of a claim and puts it into force, beside what the user has enrolled or in place of it. */
  enroll(claim: EnrollmentClaim, mappings: readonly UserFaceMapping[], replaced?: ReplacedEnrollments): void {
    for (const mapping of mappings) {
      this.faces.set(mapping.face_id, { state: 'mapped', user_id: claim.user_id });
      this.mappings.set(mapping.face_id, mapping);
    }
    const { former, ...held } = this.own(claim);
    const { attributes, similarity } = claim;
    if (former && !replaced) this.earlierEnrollments.set(imageKey(former), former);
    for (const one of replaced?.enrollments ?? []) {
      this.earlierEnrollments.delete(imageKey(one));
      this.imageClaims.delete(imageKey(one));
    }
    for (const { face_id, user_id } of replaced?.faces ?? []) {
      this.mappings.delete(face_id);
      this.faces.set(face_id, { state: 'revoked', user_id });
    }
    if (replaced) this.deletions.set(replaced.deletion.id, replaced.deletion);
    this.claims.set(userKey(claim), {
      ...held,
      state: 'enrolled',
      ...(attributes ? { attributes } : {}),
      ...(similarity === undefined ? {} : { similarity }),
    });
  }

  approve: RegistrationApproval['approve'] = async (claim, mappings, approved, replaced) => {
    const states = mappings.map(({ face_id }) => this.faces.get(face_id)?.state ?? 'pending');
    if (states.includes('revoked')) return 'face_revoked';
    const session = this.#sessions.stored(claim.tenant, claim.session_id);
    if (states.includes('mapped') || session.sequence !== approved.before.sequence) return 'not_processing';
    if ((claim.planned?.generations_revision ?? 0) !== this.generationsRevision) return 'generations_changed';
    if (JSON.stringify(this.claims.get(userKey(claim))?.former) !== JSON.stringify(claim.former))
      return 'not_processing';
    const { receipt_id } = approved.session.consent;
    if (receipt_id !== undefined && !this.#sessions.receipts.holds({ ...claim, id: receipt_id }))
      return 'consent_withdrawn';
    this.enroll(claim, mappings, replaced);
    await this.#sessions.apply(approved);
    return 'approved';
  };

  listOfCollection: FaceMappingStore['listOfCollection'] = async (
    tenant,
    collectionId,
    limit,
    cursor = '',
  ) => {
    const after = [...this.mappings.values()]
      .filter((one) => one.tenant === tenant && one.collection_id === collectionId && one.face_id > cursor)
      .sort((one, other) => (one.face_id < other.face_id ? -1 : 1));
    const mappings = after.slice(0, limit);
    const last = mappings.at(-1);
    return { mappings, ...(after.length > limit && last ? { next: last.face_id } : {}) };
  };

  listOfUser: FaceMappingStore['listOfUser'] = async (tenant, userId) =>
    this.#inRegion(undefined, tenant, userOwnerOf(userId)).filter((one) => one.kind === 'user');

  listOfOwner: FaceMappingStore['listOfOwner'] = async (tenant, owner) =>
    this.#inRegion(undefined, tenant, owner);

  replicasOfUser: FaceMappingStore['replicasOfUser'] = async (tenant, userId, region) =>
    this.#inRegion(region, tenant, userOwnerOf(userId)).filter((one) => one.kind === 'user');

  replicasOfOwner: FaceMappingStore['replicasOfOwner'] = async (tenant, owner, region) =>
    this.#inRegion(region, tenant, owner);

  #inRegion(region: string | undefined, tenant: string, owner: FaceOwner): FaceMapping[] {
    return [...this.mappings.values()].filter(
      (one) =>
        one.tenant === tenant &&
        ownerKey(one) === ownerKey(owner) &&
        regionOfCollection(one.collection_id) === region,
    );
  }

  remove: FaceRemoval['remove'] = async (faces) => {
    for (const mapping of faces) {
      this.mappings.delete(mapping.face_id);
      this.faces.delete(mapping.face_id);
    }
    const [first] = faces;
    if (first) this.#forgetEnrollment(first);
  };

  /** The user stays enrolled by any other enrollment. */
  #forgetEnrollment(mapping: UserFaceMapping): void {
    if ([...this.mappings.values()].some((one) => imageKey(one) === imageKey(mapping))) return;
    this.imageClaims.delete(imageKey(mapping));
    if (this.earlierEnrollments.delete(imageKey(mapping))) return;
    const held = this.claims.get(userKey(mapping));
    const [next] = [...this.earlierEnrollments.values()].filter((one) => userKey(one) === userKey(mapping));
    if (held?.image_sha256 === mapping.image_sha256) {
      if (next) this.claims.set(userKey(mapping), next);
      else this.claims.delete(userKey(mapping));
    } else if (held?.former?.image_sha256 === mapping.image_sha256) {
      const { former: _, ...rest } = held;
      this.claims.set(userKey(mapping), { ...rest, ...(next ? { former: next } : {}) });
    } else return;
    if (next) this.earlierEnrollments.delete(imageKey(next));
  }

  private own(claim: EnrollmentClaim): EnrollmentClaim {
    const held = this.claims.get(userKey(claim));
    if (held?.session_id !== claim.session_id) throw new Error(`${claim.session_id} holds no claim`);
    return held;
  }
}

const userKey = ({ tenant, user_id }: Pick<EnrollmentClaim, 'tenant' | 'user_id'>) => `${tenant}#${user_id}`;
const imageKey = ({ tenant, image_sha256 }: Pick<EnrollmentClaim, 'tenant' | 'image_sha256'>) =>
  `${tenant}#${image_sha256}`;
