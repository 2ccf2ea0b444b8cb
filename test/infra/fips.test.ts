import { RekognitionClient } from '@aws-sdk/client-rekognition';
import { expect, it } from 'vitest';
import { configOfStage, parseDeploymentConfig } from '../../lib/config.ts';
import { synthesize } from '../support/synthesize.ts';

/** Functions of the product; those of the CDK itself have no stage. */
const functionsOf = (config: Parameters<typeof synthesize>[0]) =>
  synthesize(config)
    .of('AWS::Lambda::Function')
    .map(({ properties }) => properties.Environment?.Variables ?? {})
    .filter(({ STAGE }) => STAGE !== undefined);

it('every function uses FIPS endpoints where the config says so, and none elsewhere', () => {
  const fips = parseDeploymentConfig({ ...configOfStage('dev'), region: 'us-east-1', fips: true });
  const functions = functionsOf(fips);
  expect(functions.length).toBeGreaterThan(20);
  expect(functions.filter(({ AWS_USE_FIPS_ENDPOINT }) => AWS_USE_FIPS_ENDPOINT !== 'true')).toEqual([]);
  expect(functionsOf('dev').filter((variables) => 'AWS_USE_FIPS_ENDPOINT' in variables)).toEqual([]);
});

it('which is the variable that a client of the SDK reads', async () => {
  const before = process.env.AWS_USE_FIPS_ENDPOINT;
  process.env.AWS_USE_FIPS_ENDPOINT = 'true';
  try {
    const client = new RekognitionClient({ region: 'us-east-1' });
    expect(await client.config.useFipsEndpoint()).toBe(true);
    client.destroy();
  } finally {
    if (before === undefined) delete process.env.AWS_USE_FIPS_ENDPOINT;
    else process.env.AWS_USE_FIPS_ENDPOINT = before;
  }
});
