import { Duration } from 'aws-cdk-lib';
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { FACE_LOGIN_FUNCTIONS } from '../../lambda/face-login/functions.ts';
import type { DeploymentConfig } from '../config.ts';
import { offersFaceLogin } from '../face-login.ts';
import type { AlarmDefinition } from './alarm-definition.ts';
import type { StageMetrics } from './metric.ts';

const FIVE_MINUTES = Duration.minutes(5);

/** The alarm about sign-ins by face; none where no tenant has them. */
export function faceLoginAlarms(
  config: Pick<DeploymentConfig, 'tenants'>,
  metrics: StageMetrics,
): AlarmDefinition[] {
  if (!offersFaceLogin(config)) return [];
  const faults = Object.keys(FACE_LOGIN_FUNCTIONS).map((Trigger) =>
    metrics.of('FaceLoginFault', { Trigger }, { period: FIVE_MINUTES }),
  );
  return [
    {
      name: 'Sign-ins by face failing',
      metric: new MathExpression({
        expression: faults.map((_, index) => `FILL(m${index}, 0)`).join(' + '),
        label: 'failed triggers',
        period: FIVE_MINUTES,
        usingMetrics: Object.fromEntries(faults.map((metric, index) => [`m${index}`, metric])),
      }),
      threshold: 3,
      evaluationPeriods: 1,
      reason:
        'A trigger that fails ends the sign-in of a person; one or two may be a deployment, three are not.',
    },
  ];
}
