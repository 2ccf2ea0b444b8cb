import { expect, it } from 'vitest';
import { configOfStage, parseDeploymentConfig } from '../../lib/config.ts';
import { synthesize } from '../support/synthesize.ts';

const VARIABLE = 'AWS_ENDPOINT_URL_REKOGNITION';
const variablesOf = (app: ReturnType<typeof synthesize>): Record<string, string>[] =>
  app
    .of('AWS::Lambda::Function')
    // those of the CDK, which empty buckets, have none
    .flatMap(({ properties }) => properties.Environment?.Variables ?? []);

it('every function is told of a Rekognition other than that of AWS, and of nothing else', () => {
  const endpoint = 'http://127.0.0.1:4599';
  const stage = configOfStage('local');
  const told = variablesOf(synthesize(parseDeploymentConfig({ ...stage, rekognitionEndpoint: endpoint })));
  const untold = variablesOf(synthesize(stage));
  expect(told.length).toBeGreaterThan(0);
  expect(told).toEqual(untold.map((variables) => ({ ...variables, [VARIABLE]: endpoint })));
  expect(untold.filter((variables) => VARIABLE in variables)).toEqual([]);
});
