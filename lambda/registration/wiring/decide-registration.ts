import { openLockouts } from '../../abuse/wiring.ts';
import { readGenerations } from '../../collections/adapters/generations-file.ts';
import { createDynamoFaceMappingStore } from '../../enrollment/adapters/dynamo-face-mapping-store.ts';
import type { FaceDeletionRequest } from '../../enrollment/contract.ts';
import { mappingTables, openEnrollments, openFaceDeletions } from '../../enrollment/wiring.ts';
import { createS3ImageStore } from '../../images/adapters/s3-image-store.ts';
import type { LateCheckRequest } from '../../late-check/contract.ts';
import { documentClient } from '../../platform/clients/dynamo.ts';
import { s3Client } from '../../platform/clients/s3.ts';
import { sqsClient } from '../../platform/clients/sqs.ts';
import { emitMetric } from '../../platform/metrics.ts';
import type { EnvironmentOf } from '../../platform/read-env.ts';
import { createSqsMessageQueue } from '../../platform/sqs-message-queue.ts';
import { systemClock } from '../../platform/system.ts';
import { openPolicyOf } from '../../policies/wiring.ts';
import { openReplication } from '../../replication/wiring.ts';
import { openSessions, openTransitions } from '../../sessions/wiring.ts';
import { openSubjectHash } from '../../tombstones/wiring.ts';
import { requestBuild } from '../../user-vectors/user-vectors.ts';
import { createDynamoFaceRemoval } from '../../users/adapters/dynamo-face-removal.ts';
import { createDynamoRegistrationApproval } from '../adapters/dynamo-registration-approval.ts';
import type { REGISTRATION_FUNCTIONS } from '../functions.ts';

/** Opens every store that a decided registration is written to, and the queues of what follows. */
export function decideRegistrationDependencies(
  env: EnvironmentOf<typeof REGISTRATION_FUNCTIONS, 'decide-registration'>,
) {
  const generations = readGenerations(env);
  return {
    policyOf: openPolicyOf(env),
    sessions: openSessions(env),
    transitions: openTransitions(env),
    ledgers: openLockouts(env),
    enrollments: openEnrollments(env),
    mappings: createDynamoFaceMappingStore(documentClient, env.FACE_MAPPING_TABLE),
    removal: createDynamoFaceRemoval(documentClient, mappingTables(env), systemClock),
    deletions: openFaceDeletions(env),
    deletionQueue: createSqsMessageQueue<FaceDeletionRequest>(sqsClient, env.FACE_DELETION_QUEUE_URL),
    approvals: createDynamoRegistrationApproval(
      documentClient,
      { ...mappingTables(env), sessions: env.SESSIONS_TABLE },
      generations,
      openSubjectHash(env),
    ),
    images: createS3ImageStore(s3Client, env.EVIDENCE_BUCKET),
    enrolledImages: createS3ImageStore(s3Client, env.ENROLLED_BUCKET),
    clock: systemClock,
    buildVector: requestBuild(generations, createSqsMessageQueue(sqsClient, env.USER_VECTOR_QUEUE_URL)),
    lateChecks:
      env.LATE_CHECK === 'off'
        ? undefined
        : createSqsMessageQueue<LateCheckRequest>(sqsClient, env.LATE_CHECK_QUEUE_URL),
    ...openReplication(env),
    emit: emitMetric,
  };
}
