import {
  type AuditImage,
  type Challenge,
  CreateFaceLivenessSessionCommand,
  GetFaceLivenessSessionResultsCommand,
  type RekognitionClient,
  type SessionMetadata,
  SessionNotFoundException,
  type Versions,
} from '@aws-sdk/client-rekognition';
import { toBoundingBox } from '../../images/adapters/rekognition-face-detail.ts';
import type { ImageReference, SelfieReference } from '../../images/domain/image-reference.ts';
import type { VersionRange } from '../../kernel/challenge-versions.ts';
import type { MeasuredCall } from '../../platform/measured-call.ts';
import { livenessFeedback, type TakenChallenge } from '../../sessions/domain/liveness-session.ts';
import type { Liveness } from '../ports/liveness.ts';

/** Rekognition's maximum: reviewers of attacks need every frame. */
const AUDIT_IMAGES = 4;
/** Longest report of a client about its SDK that is kept; Rekognition documents no limit. */
const MAX_SDK_TYPE = 128;

/**
 * Creates the port for Rekognition Face Liveness. Reference and audit images go to S3 only, never through
 * this process. No `KmsKeyId` is passed: the bucket's default encryption applies, and Rekognition needs no
 * rights of its own on the key.
 * @param bucket for the images, with default encryption
 */
export function createRekognitionLiveness(
  client: RekognitionClient,
  measured: MeasuredCall,
  bucket: string,
): Liveness {
  return {
    async create({ challenge, versions, keyPrefix, requestToken }) {
      const { SessionId } = await measured('CreateFaceLivenessSession', () =>
        client.send(
          new CreateFaceLivenessSessionCommand({
            ClientRequestToken: requestToken,
            Settings: {
              AuditImagesLimit: AUDIT_IMAGES,
              OutputConfig: { S3Bucket: bucket, S3KeyPrefix: keyPrefix },
              ChallengePreferences: [
                { Type: challenge, ...(versions ? { Versions: toVersions(versions) } : {}) },
              ],
            },
          }),
        ),
      );
      if (SessionId === undefined) throw new Error('CreateFaceLivenessSession answered no SessionId');
      return SessionId;
    },

    async result(livenessSessionId) {
      try {
        const answer = await measured('GetFaceLivenessSessionResults', () =>
          client.send(new GetFaceLivenessSessionResultsCommand({ SessionId: livenessSessionId })),
        );
        const { Status, Confidence, ReferenceImage, AuditImages = [], Feedback = [] } = answer;
        if (Status === 'EXPIRED') return { status: 'EXPIRED' };
        if (Status !== 'SUCCEEDED' && Status !== 'FAILED') return { status: 'NOT_TAKEN' };
        const [referenceImage] = toReference(ReferenceImage);
        return {
          status: Status,
          ...(Confidence !== undefined ? { confidence: Confidence } : {}),
          ...(referenceImage ? { referenceImage: { ...referenceImage, ...toFace(ReferenceImage) } } : {}),
          auditImages: AuditImages.flatMap(toReference),
          ...toChallenge(answer.Challenge, answer.Metadata),
          // unknown, newer codes are dropped
          feedback: Feedback.flatMap(({ Code }) => livenessFeedback.safeParse(Code).data ?? []),
        };
      } catch (error) {
        // Rekognition deletes sessions after three minutes
        if (error instanceof SessionNotFoundException) return { status: 'EXPIRED' };
        throw error;
      }
    },
  };
}

/** Returns the face that was checked; nothing if the response lacks it. */
const toFace = (image: AuditImage | undefined): Pick<SelfieReference, 'face'> =>
  image?.BoundingBox ? { face: toBoundingBox(image.BoundingBox) } : {};

/** Returns the challenge that was given; nothing if the response lacks it. */
function toChallenge(
  { Type, Version }: Partial<Challenge> = {},
  { SDKType }: Partial<SessionMetadata> = {},
): { challenge?: TakenChallenge } {
  if (Type === undefined || Version === undefined) return {};
  const sdk = SDKType !== undefined ? { sdk_type: SDKType.slice(0, MAX_SDK_TYPE) } : {};
  return { challenge: { type: Type, version: Version, ...sdk } };
}

const toVersions = ({ minimum, maximum }: VersionRange): Versions => ({
  ...(minimum !== undefined ? { Minimum: minimum } : {}),
  ...(maximum !== undefined ? { Maximum: maximum } : {}),
});

/** Returns the location of an image; undefined if the response lacks it. */
function toReference(image: AuditImage | undefined): ImageReference[] {
  const { Name, Version } = image?.S3Object ?? {};
  if (Name === undefined) return [];
  return [Version === undefined ? { key: Name } : { key: Name, version_id: Version }];
}
