import { registerPerson } from '../../local/demo/register-person.ts';
import type { StepReporter } from '../../local/demo/step-reporter.ts';
import { CheckNotTaken } from './browser-camera.ts';
import { type Check, type Deployed, passed, skipped } from './check.ts';
import { cancelOpenSessions, withCanceledSession } from './open-session.ts';

const NOT_TAKEN =
  'no liveness check was taken: it needs a person in front of a camera; run again with --camera --document id.jpg, a photo of their document';

/** Checks of the path that a person takes. */
export const SESSION_CHECKS: readonly Check[] = [
  {
    name: 'session-queries',
    confirms: 'Queries of a global secondary index are allowed under dynamodb:LeadingKeys.',
    onFailure:
      'The tenant roles query indexes whose partition keys begin with the tenant (lib/constructs/granted-access.ts). Find the denied call in CloudTrail: if its message names the index, give dynamodb:Query on "/index/*" a statement without the LeadingKeys condition, and keep the tenant in the key.',
    run: async ({ backend, userId }) => {
      await backend.get('/verification-sessions?status=approved');
      await backend.get(`/verification-sessions?user_id=${userId}`);
      return passed('sessions are listed by status and by user');
    },
  },
  {
    name: 'liveness-session',
    confirms: 'Face Liveness accepts the evidence bucket, which encrypts by default, without a KmsKeyId.',
    onFailure:
      'Look for CreateFaceLivenessSession in CloudTrail. AccessDenied: the region lacks Face Liveness, or the tenant role lacks s3:PutObject on the bucket or kms:GenerateDataKey and kms:Decrypt on its key. InvalidParameterException about encryption: pass KmsKeyId in lambda/liveness/adapters/rekognition-liveness.ts.',
    run: (deployed) =>
      withCanceledSession(deployed, async (id) => {
        const { liveness_session_id } = await deployed.backend.post<{ liveness_session_id: string }>(
          `/verification-sessions/${id}/liveness-sessions`,
        );
        return passed(liveness_session_id);
      }),
  },
  {
    name: 'registration',
    confirms: 'A person registers: consent, liveness, document, decision; the face is deleted afterwards.',
    onFailure:
      'Open the execution in Step Functions that has the name of the session; docs/runbook.md, "Registrations failing". Declined: use photos of one person who is not enrolled (--selfie, --document).',
    run: async (deployed, findings) => {
      if (!deployed.camera) return skipped(NOT_TAKEN);
      try {
        return await registerAndDelete(deployed, deployed.camera, findings);
      } catch (error) {
        if (!(error instanceof CheckNotTaken)) throw error;
        await cancelOpenSessions(deployed);
        return skipped(error.message);
      }
    },
  },
  {
    name: 'liveness-images',
    confirms: "The tenant tag of the caller's session is still there when Rekognition itself writes to S3.",
    onFailure:
      "Rekognition writes with the caller's rights, and the bucket's prefix is allowed by aws:PrincipalTag/tenant. If CloudTrail shows that PutObject of Face Liveness was denied, take the tenant out of the session policy: allow s3:PutObject on the whole bucket to liveness-api's own role, and nothing else of it.",
    run: async (deployed, { sessionId }) => {
      if (sessionId === undefined) return skipped(NOT_TAKEN);
      const keys = await imagesOf(deployed, sessionId);
      if (keys.length === 0) throw new Error('Face Liveness has written no image to the evidence bucket');
      return passed(`${keys.length} images`);
    },
  },
  {
    name: 'liveness-encryption',
    confirms: "The bucket's default encryption applies to what Rekognition writes.",
    onFailure:
      "Rekognition writes with a header of its own. Pass KmsKeyId in lambda/liveness/adapters/rekognition-liveness.ts and allow rekognition.amazonaws.com what the documentation of CreateFaceLivenessSession asks for in the key's policy.",
    run: async (deployed, { sessionId }) => {
      if (sessionId === undefined) return skipped(NOT_TAKEN);
      const [key] = await imagesOf(deployed, sessionId);
      if (key === undefined) return skipped('there is no image; see liveness-images');
      const encryption = await deployed.evidenceEncryption(key);
      if (encryption !== 'aws:kms')
        throw new Error(`the image is encrypted with ${encryption ?? 'nothing'}, not with aws:kms`);
      return passed(encryption);
    },
  },
];

const imagesOf = ({ evidenceKeys, tenant }: Deployed, sessionId: string) =>
  evidenceKeys(`${tenant}/${sessionId}/liveness`);

const SILENT: StepReporter = { report: () => {}, run: async (_name, work) => (await work()).value };

async function registerAndDelete(
  { backend, operator, userId, selfie, document }: Deployed,
  camera: NonNullable<Deployed['camera']>,
  findings: { sessionId?: string },
) {
  try {
    const report = await registerPerson(
      { person: backend, operator, camera },
      { userId, selfie, document, sensitivity: 'regular', judge: 'protocol' },
      SILENT,
    );
    findings.sessionId = report.id;
    if (report.status !== 'approved') {
      const reasons = report.decision?.reason_codes.join(', ');
      throw new Error(`session ${report.id} is ${report.status}${reasons ? ` (${reasons})` : ''}`);
    }
    return passed(`${report.id}, $${report.cost_usd.toFixed(3)}`);
  } finally {
    const { data } = await operator.get<{ data: { face_id: string }[] }>(`/users/${userId}/faces`);
    for (const { face_id } of data) await operator.delete(`/users/${userId}/faces/${face_id}`, 'smoke test');
  }
}
