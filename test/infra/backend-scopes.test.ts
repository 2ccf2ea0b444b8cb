import { describe, expect, it } from 'vitest';
import { API_SCOPES } from '../../lambda/kernel/tenancy.ts';
import { configOfStage, parseDeploymentConfig } from '../../lib/config.ts';
import { synthesize } from '../support/synthesize.ts';

const aConfig = (tenants: object) => parseDeploymentConfig({ ...configOfStage('dev'), tenants });

describe('the client of a backend', () => {
  it('may have the scopes that its tenant grants, and no other tenant or more', () => {
    const app = synthesize(aConfig([{ id: 'acme', backendScopes: ['users'] }, { id: 'other' }]));
    const scopesOf = (tenant: string) =>
      app
        .of('AWS::Cognito::UserPoolClient')
        .filter(({ properties }) => properties.ClientName === `backend-${tenant}`)
        .flatMap(({ properties }) => properties.AllowedOAuthScopes)
        .map((scope) => JSON.stringify(scope).match(/\/[a-z.]+/)?.[0]);
    expect(scopesOf('acme')).toEqual([`/${API_SCOPES.manage}`, `/${API_SCOPES.users}`, '/acme']);
    expect(scopesOf('other')).toEqual([`/${API_SCOPES.manage}`, '/other']);
    const [server] = app
      .of('AWS::Cognito::UserPoolResourceServer')
      .filter(({ properties }) => properties.Identifier === 'face-idv');
    const offered = server?.properties.Scopes.map(({ ScopeName }: { ScopeName: string }) => ScopeName);
    expect([...offered].sort()).toEqual(Object.values(API_SCOPES).sort());
  });

  it('is granted nothing by default, and no scope of operators or twice', () => {
    expect(configOfStage('dev').tenants.map(({ backendScopes }) => backendScopes)).toEqual([[]]);
    expect(() => aConfig([{ id: 'acme', backendScopes: ['operate'] }])).toThrow('backendScopes');
    expect(() => aConfig([{ id: 'acme', backendScopes: ['users', 'users'] }])).toThrow('lists a scope twice');
  });
});
