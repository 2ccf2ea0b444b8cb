import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { systemClock } from '../../../src/clock.ts';
import { createCognito } from '../../../src/cognito/cognito.ts';
import type { TemplateResource } from '../../../src/emulator.ts';
import { ACCOUNT_ID, REGION, serveEmulator } from '../../../src/testing/serve-emulator.ts';
import type { PoolMaker } from './pool-maker.ts';

/** Pools of a local Cognito, from a template that grows with the suite. */
export async function poolsOfTemplates(): Promise<PoolMaker> {
  const dataDir = await mkdtemp(join(tmpdir(), 'cognito-contract-'));
  const cognito = await createCognito({
    dataDir,
    clock: systemClock,
    region: REGION,
    accountId: ACCOUNT_ID,
    invokeFunction: async () => ({}),
    mayInvoke: () => true,
    notify: () => {},
  });
  const served = await serveEmulator(cognito);
  const { endpoint } = served.clientConfig;
  const client = new CognitoIdentityProviderClient({ ...served.clientConfig, maxAttempts: 1 });
  const resources: TemplateResource[] = [];
  const declare = async (type: string, ref: string, properties: object): Promise<string> => {
    resources.push({
      stack: 'Contract',
      logicalId: `Resource${resources.length}`,
      type: `AWS::Cognito::${type}`,
      properties: { ...properties },
      ref,
      arn: undefined,
      deletionPolicy: undefined,
    });
    await cognito.provision(resources);
    return ref;
  };
  return {
    client,
    aPool: ({ PoolName, ...settings }, appsAsSecondFactor) =>
      declare('UserPool', `${REGION}_Pool${String(resources.length).padStart(5, '0')}`, {
        UserPoolName: PoolName,
        ...settings,
        ...(appsAsSecondFactor ? { EnabledMfas: ['SOFTWARE_TOKEN_MFA'] } : {}),
      }),
    aClient: (UserPoolId, settings) =>
      declare('UserPoolClient', `client${String(resources.length).padStart(20, '0')}`, {
        UserPoolId,
        ...settings,
      }),
    aGroup: async (UserPoolId, GroupName, Precedence) => {
      await declare('UserPoolGroup', GroupName, { UserPoolId, GroupName, Precedence });
    },
    aResourceServer: async (UserPoolId, Identifier, Scopes) => {
      const server = { UserPoolId, Identifier, Name: Identifier, Scopes };
      await declare('UserPoolResourceServer', Identifier, server);
    },
    aTokenEndpoint: async () => `${endpoint}/oauth2/token`,
    close: async () => {
      client.destroy();
      await served.close();
      await rm(dataDir, { recursive: true });
    },
  };
}
