import { describe, expect, it } from 'vitest';
import { withdraw } from '../../../lambda/consents/domain/consent-receipt.ts';
import type { ConsentReceipts } from '../../../lambda/consents/ports/consent-receipts.ts';
import type { EnrollmentStore } from '../../../lambda/enrollment/ports/enrollment-store.ts';
import type { FaceDeletions } from '../../../lambda/enrollment/ports/face-deletions.ts';
import type { FaceMappingStore } from '../../../lambda/enrollment/ports/face-mapping-store.ts';
import { approval } from '../../../lambda/kernel/decision.ts';
import type { RegistrationApproval } from '../../../lambda/registration/ports/registration-approval.ts';
import type { SessionStore } from '../../../lambda/sessions/ports/session-store.ts';
import type { SessionTransitions } from '../../../lambda/sessions/ports/session-transitions.ts';
import type { FaceRemoval } from '../../../lambda/users/ports/face-removal.ts';
import { aReceipt } from '../../support/lambda/a-consent.ts';
import { aCreatedSession, moved } from '../../support/lambda/a-moved-session.ts';
import { aClaim, aMapping, anIndexedFace, aSession, NOON } from '../../support/lambda/builders.ts';
import { unique } from '../../support/lambda/unique.ts';

export interface ApprovalStores {
  readonly sessions: SessionStore;
  readonly transitions: SessionTransitions;
  readonly enrollments: EnrollmentStore;
  readonly approvals: RegistrationApproval;
  readonly mappings: FaceMappingStore;
  readonly removal: FaceRemoval;
  readonly deletions: FaceDeletions;
  readonly receipts: ConsentReceipts;
  /** Changes which generations of a tenant are written, for the first time. */
  readonly changeGenerations: (tenant: string) => Promise<void>;
}

const decision = approval('0123456789ab', NOON);

/** A session being processed whose claim holds an indexed face. */
export async function anIndexedEnrollment(
  { transitions, enrollments }: Pick<ApprovalStores, 'transitions' | 'enrollments'>,
  id = 'vs_1',
) {
  const tenant = unique('tenant');
  const claim = aClaim({ tenant, session_id: id });
  const face = anIndexedFace({ face_id: unique('face') });
  const session = aSession({ id, tenant, status: 'processing' });
  await transitions.create(aCreatedSession(session), []);
  await enrollments.claim(claim);
  await enrollments.recordFace(claim, face, []);
  const approved = moved(session, 'approve', { decision });
  return { tenant, session, claim, face, approved, mapping: aMapping({ tenant, face_id: face.face_id }) };
}

/** What every store that approves registrations must do, and the one that undoes it: removal of a mapped face. */
export function runRegistrationApprovalContract(make: () => ApprovalStores): void {
  describe('registration approval', () => {
    it('approves face, mapping, claim and session as one', async () => {
      const stores = make();
      const { tenant, claim, mapping, approved } = await anIndexedEnrollment(stores);
      expect(await stores.approvals.approve(claim, [mapping], approved)).toBe('approved');
      const records = await stores.enrollments.faceRecords(tenant, [mapping.face_id]);
      expect(records.get(mapping.face_id)).toEqual({ state: 'mapped', user_id: 'user-1' });
      expect(await stores.mappings.listOfUser(tenant, 'user-1')).toEqual([mapping]);
      expect((await stores.enrollments.get(tenant, 'user-1'))?.state).toBe('enrolled');
      expect(await stores.sessions.get(tenant, 'vs_1')).toMatchObject({ status: 'approved', decision });
      expect((await stores.sessions.list(tenant, { status: 'approved' }, 1)).sessions).toHaveLength(1);
    });

    it('keeps on an approved claim what its mapping was made of', async () => {
      const stores = make();
      const { tenant, claim, face, mapping, approved } = await anIndexedEnrollment(stores);
      const facts = { attributes: { country: 'de' }, similarity: 98.7 };
      await stores.approvals.approve({ ...claim, ...facts }, [mapping], approved);
      expect(await stores.enrollments.get(tenant, 'user-1')).toMatchObject({
        state: 'enrolled',
        face,
        ...facts,
      });
    });

    it('refuses to approve a face that was revoked, and changes nothing', async () => {
      const stores = make();
      const { tenant, claim, mapping, approved } = await anIndexedEnrollment(stores);
      await stores.enrollments.revoke(tenant, mapping.face_id);
      expect(await stores.approvals.approve(claim, [mapping], approved)).toBe('face_revoked');
      expect(await stores.mappings.listOfUser(tenant, 'user-1')).toEqual([]);
      expect((await stores.sessions.get(tenant, 'vs_1'))?.status).toBe('processing');
    });

    it('refuses to approve once consent is withdrawn, and changes nothing', async () => {
      const stores = make();
      const { tenant, session, claim, mapping } = await anIndexedEnrollment(stores);
      const receipt = aReceipt({ tenant });
      const consent = { ...session.consent, receipt_id: receipt.id };
      const approved = moved({ ...session, consent }, 'approve', { decision });
      await stores.receipts.give(receipt);
      const after = withdraw(receipt, 'person', NOON);
      await stores.receipts.withdraw(after, [after]);
      await stores.receipts.give({ ...receipt, id: 'cr_2' });
      expect(await stores.approvals.approve(claim, [mapping], approved)).toBe('consent_withdrawn');
      expect(await stores.mappings.listOfUser(tenant, 'user-1')).toEqual([]);
      expect((await stores.sessions.get(tenant, 'vs_1'))?.status).toBe('processing');
      const again = { ...session.consent, receipt_id: 'cr_2' };
      const renewed = moved({ ...session, consent: again }, 'approve', { decision });
      expect(await stores.approvals.approve(claim, [mapping], renewed)).toBe('approved');
    });

    it('refuses to revoke a face that was approved', async () => {
      const stores = make();
      const { tenant, claim, mapping, approved } = await anIndexedEnrollment(stores);
      await stores.approvals.approve(claim, [mapping], approved);
      expect(await stores.enrollments.revoke(tenant, mapping.face_id)).toBe(false);
    });

    it('refuses to approve a session that is not being processed', async () => {
      const stores = make();
      const { tenant, session, claim, mapping, approved } = await anIndexedEnrollment(stores);
      await stores.transitions.apply(moved(session, 'fail'));
      expect(await stores.approvals.approve(claim, [mapping], approved)).toBe('not_processing');
      expect(await stores.mappings.listOfUser(tenant, 'user-1')).toEqual([]);
    });

    it('approves every copy with the face, or none of them', async () => {
      const stores = make();
      const { tenant, claim, mapping, approved } = await anIndexedEnrollment(stores);
      await stores.enrollments.plan(claim, {
        collection_id: mapping.collection_id,
        image_id: mapping.image_id,
        generations_revision: 0,
        copies: [],
      });
      const copy = anIndexedFace({ face_id: unique('face'), collection_id: 'x.g2.1' });
      await stores.enrollments.recordCopy(claim, copy);
      const both = [mapping, { ...mapping, collection_id: copy.collection_id, face_id: copy.face_id }];
      expect(await stores.approvals.approve(claim, both, approved)).toBe('approved');
      const found = await stores.mappings.listOfUser(tenant, 'user-1');
      expect(new Set(found.map(({ face_id }) => face_id))).toEqual(
        new Set(both.map(({ face_id }) => face_id)),
      );
      expect((await stores.enrollments.faceRecords(tenant, [copy.face_id])).get(copy.face_id)?.state).toBe(
        'mapped',
      );
      await stores.removal.remove(both);
      expect(await stores.mappings.listOfUser(tenant, 'user-1')).toEqual([]);
    });

    it('refuses to approve what was indexed before the generations changed', async () => {
      const stores = make();
      const { tenant, claim, mapping, approved } = await anIndexedEnrollment(stores);
      await stores.changeGenerations(tenant);
      expect(await stores.approvals.approve(claim, [mapping], approved)).toBe('generations_changed');
      expect(await stores.mappings.listOfUser(tenant, 'user-1')).toEqual([]);
      expect((await stores.sessions.get(tenant, 'vs_1'))?.status).toBe('processing');
      const planned = {
        collection_id: mapping.collection_id,
        image_id: 'img_1',
        generations_revision: 1,
        copies: [],
      };
      expect(await stores.approvals.approve({ ...claim, planned }, [mapping], approved)).toBe('approved');
    });

    it('frees the user and the image when a mapped face is removed', async () => {
      const stores = make();
      const { tenant, claim, mapping, approved } = await anIndexedEnrollment(stores);
      await stores.approvals.approve(claim, [mapping], approved);
      await stores.removal.remove([mapping]);
      expect(await stores.mappings.listOfUser(tenant, 'user-1')).toEqual([]);
      expect(await stores.enrollments.faceRecords(tenant, [mapping.face_id])).toEqual(new Map());
      expect(await stores.enrollments.claim(aClaim({ tenant, session_id: 'vs_2' }))).toEqual({
        claimed: true,
      });
    });
  });
}
