import { AssumeRoleCommand, type STSClient } from '@aws-sdk/client-sts';
import type { LivenessCredentials } from '../ports/liveness-credentials.ts';

/** Minimum of STS; a liveness session lasts three minutes. */
const LIFETIME_SECONDS = 900;

/** Limits the session to this action, even if the role gets more permissions one day. */
const SESSION_POLICY = JSON.stringify({
  Version: '2012-10-17',
  // StartFaceLivenessSession has no resource
  Statement: [{ Effect: 'Allow', Action: 'rekognition:StartFaceLivenessSession', Resource: '*' }],
});

/** Assumes the role for liveness clients; CloudTrail shows the liveness session, not the person. */
export function createStsLivenessCredentials(client: STSClient, roleArn: string): LivenessCredentials {
  return {
    async issue(livenessSessionId) {
      const { Credentials } = await client.send(
        new AssumeRoleCommand({
          RoleArn: roleArn,
          RoleSessionName: `liveness-${livenessSessionId}`,
          DurationSeconds: LIFETIME_SECONDS,
          Policy: SESSION_POLICY,
        }),
      );
      const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = Credentials ?? {};
      if (!AccessKeyId || !SecretAccessKey || !SessionToken || !Expiration)
        throw new Error('AssumeRole answered incomplete credentials');
      return {
        access_key_id: AccessKeyId,
        secret_access_key: SecretAccessKey,
        session_token: SessionToken,
        expires_at: Expiration.toISOString(),
      };
    },
  };
}
