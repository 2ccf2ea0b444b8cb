import { describe, expect, it } from 'vitest';
import { configOfStage, parseDeploymentConfig } from '../../lib/config.ts';
import { synthesize } from '../support/synthesize.ts';

const layerArn = 'arn:aws:lambda:eu-west-1:615299751070:layer:AWSOpenTelemetryDistroJs:10';

const functionsOf = (config: Parameters<typeof synthesize>[0]) =>
  synthesize(config)
    .of('AWS::Lambda::Function')
    .map(({ properties }) => properties)
    .filter(({ Environment }) => Environment?.Variables?.STAGE !== undefined);

describe('traces within functions', () => {
  it('are made by the layer in every function, under its wrapper', () => {
    const traced = functionsOf(
      parseDeploymentConfig({ ...configOfStage('dev'), region: 'eu-west-1', tracing: { layerArn } }),
    );
    expect(traced.length).toBeGreaterThan(20);
    for (const { Layers = [], Environment } of traced) {
      expect(Layers).toContain(layerArn);
      expect(Environment.Variables.AWS_LAMBDA_EXEC_WRAPPER).toBe('/opt/otel-instrument');
    }
  });

  it('are off unless the config names a layer', () => {
    for (const { Environment } of functionsOf('dev'))
      expect(Environment.Variables).not.toHaveProperty('AWS_LAMBDA_EXEC_WRAPPER');
  });

  it.each([
    ['not an ARN', 'AWSOpenTelemetryDistroJs', 'is not the ARN of a version of a layer'],
    ['of another region', layerArn.replace('eu-west-1', 'us-east-1'), 'use the version of that region'],
  ])('refuses a layer that is %s', (_what, layer, message) => {
    const config = { ...configOfStage('dev'), region: 'eu-west-1', tracing: { layerArn: layer } };
    expect(() => parseDeploymentConfig(config)).toThrow(message);
  });
});
