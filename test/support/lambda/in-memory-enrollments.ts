import type { FaceDeletionRequest } from '../../../lambda/enrollment/contract.ts';
import type { EnrollmentClaim } from '../../../lambda/enrollment/domain/enrollment.ts';
import type { AbandonedEnrollment, FaceDeletion } from '../../../lambda/enrollment/domain/face-deletion.ts';
import type { FaceMapping } from '../../../lambda/enrollment/domain/face-mapping.ts';
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
    this.claims.delete(userKey(claim));
    if (this.imageClaims.get(imageKey(claim)) === claim.session_id) this.imageClaims.delete(imageKey(claim));
    if (!deletion) return true;
    for (const id of [...deletion.faces.map(({ face_id }) => face_id), deletion.image_id])
      this.faces.set(id, { ...this.faces.get(id), state: 'revoked' });
    this.deletions.set(deletion.id, deletion);
    return true;
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
    if (this.claims.get(userKey(claim))?.session_id === claim.session_id) this.claims.delete(userKey(claim));
    if (this.imageClaims.get(imageKey(claim)) === claim.session_id) this.imageClaims.delete(imageKey(claim));
  };

  approve: RegistrationApproval['approve'] = async (claim, mappings, approved) => {
    const states = mappings.map(({ face_id }) => this.faces.get(face_id)?.state ?? 'pending');
    if (states.includes('revoked')) return 'face_revoked';
    const session = this.#sessions.stored(claim.tenant, claim.session_id);
    if (states.includes('mapped') || session.sequence !== approved.before.sequence) return 'not_processing';
    if ((claim.planned?.generations_revision ?? 0) !== this.generationsRevision) return 'generations_changed';
    for (const mapping of mappings) {
      this.faces.set(mapping.face_id, { state: 'mapped', user_id: claim.user_id });
      this.mappings.set(mapping.face_id, mapping);
    }
    const { attributes, similarity } = claim;
    this.claims.set(userKey(claim), {
      ...this.own(claim),
      state: 'enrolled',
      ...(attributes ? { attributes } : {}),
      ...(similarity === undefined ? {} : { similarity }),
    });
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
      this.claims.delete(userKey(mapping));
      this.imageClaims.delete(imageKey(mapping));
    }
  };

  private own(claim: EnrollmentClaim): EnrollmentClaim {
    const held = this.claims.get(userKey(claim));
    if (held?.session_id !== claim.session_id) throw new Error(`${claim.session_id} holds no claim`);
    return held;
  }
}

const userKey = ({ tenant, user_id }: Pick<EnrollmentClaim, 'tenant' | 'user_id'>) => `${tenant}#${user_id}`;
const imageKey = ({ tenant, image_sha256 }: Pick<EnrollmentClaim, 'tenant' | 'image_sha256'>) =>
  `${tenant}#${image_sha256}`;
