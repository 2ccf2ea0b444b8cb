import { describe, expect, it } from 'vitest';
import { configOfStage, parseDeploymentConfig } from '../../lib/config.ts';
import { type Synthesized, synthesize } from '../support/synthesize.ts';

function anApp(sampling: object): Synthesized {
  const config = configOfStage('dev');
  return synthesize(parseDeploymentConfig({ ...config, policy: { ...config.policy, sampling } }));
}

/** Parts of the templates that exist for samples only. */
const partsOf = (app: Synthesized) => ({
  functions: app.of('AWS::Lambda::Function').filter(({ logicalId }) => /SampleLivenessChecks/.test(logicalId))
    .length,
  rules: app
    .of('AWS::Events::Rule')
    .filter(({ properties }) => /verification_session.liveness_passed/.test(JSON.stringify(properties)))
    .length,
  alarms: app
    .of('AWS::CloudWatch::Alarm')
    .filter(({ properties }) => /Liveness checks not sampled/.test(JSON.stringify(properties))).length,
});

describe('samples of liveness checks', () => {
  it('can be taken whatever the policy of the config says, since operators may activate another', () => {
    for (const sampling of [
      { share_percent: 0, points_above_threshold: 0 },
      { share_percent: 1, points_above_threshold: 0 },
    ])
      expect(partsOf(anApp(sampling))).toEqual({ functions: 1, rules: 1, alarms: 1 });
  });
});
