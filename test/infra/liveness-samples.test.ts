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
  it('cost nothing where the policy takes none: no function, and no rule for its events', () => {
    const app = anApp({ share_percent: 0, points_above_threshold: 0 });
    expect(partsOf(app)).toEqual({ functions: 0, rules: 0, alarms: 0 });
  });

  it('are taken by a share, or by those close to the threshold, alone', () => {
    for (const sampling of [
      { share_percent: 1, points_above_threshold: 0 },
      { share_percent: 0, points_above_threshold: 5 },
    ])
      expect(partsOf(anApp(sampling))).toEqual({ functions: 1, rules: 1, alarms: 1 });
  });
});
