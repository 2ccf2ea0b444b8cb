import { describe, expect, it } from 'vitest';
import { deployedAddresses } from '../../local/start/stack-outputs.ts';

const ENDPOINT = 'http://127.0.0.1:4566';
const anOutputs = (apiUrl: string) => ({
  'FaceIdv-local-Data': { UserPoolId: 'eu-west-1_a', EndUserClientId: 'client' },
  'FaceIdv-local-Service': {
    ApiUrl: apiUrl,
    RegistrationStateMachineArn: 'arn:aws:states:eu-west-1:000000000000:stateMachine:Registration',
  },
});

describe('the addresses of a deployed product', () => {
  it('are those of the outputs, with the API below the endpoint when its name is one of AWS', () => {
    const outputs = anOutputs('https://583b2904.execute-api.eu-west-1.amazonaws.com/v1/');
    expect(deployedAddresses(outputs, ENDPOINT)).toEqual({
      apiUrl: `${ENDPOINT}/restapis/583b2904/v1/_user_request_/`,
      userPoolId: 'eu-west-1_a',
      endUserClientId: 'client',
      accountId: '000000000000',
    });
  });

  it('leave an address alone that the emulator made reachable itself', () => {
    const apiUrl = 'https://583b2904.execute-api.localhost.localstack.cloud:4566/v1/';
    expect(deployedAddresses(anOutputs(apiUrl), ENDPOINT).apiUrl).toBe(apiUrl);
  });

  it('fails when a stack has not been deployed, naming what is missing', () => {
    const { 'FaceIdv-local-Service': service } = anOutputs('https://a/v1/');
    expect(() => deployedAddresses({ service }, ENDPOINT)).toThrow(/no output UserPoolId/);
  });
});
