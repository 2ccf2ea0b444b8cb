import type {
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommandInput,
  CreateUserPoolCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';

export type PoolSettings = Omit<CreateUserPoolCommandInput, 'PoolName'> & { readonly PoolName: string };
export type ClientSettings = Omit<CreateUserPoolClientCommandInput, 'UserPoolId'>;
export type Scopes = readonly { readonly ScopeName: string; readonly ScopeDescription: string }[];

/** Who makes pools: AWS's API, or templates on this machine, where the API has no operations for it. */
export interface PoolMaker {
  readonly client: CognitoIdentityProviderClient;
  /** Gives the id of the pool. */
  aPool(settings: PoolSettings, appsAsSecondFactor: boolean): Promise<string>;
  /** Gives the id of the client. */
  aClient(poolId: string, settings: ClientSettings): Promise<string>;
  aGroup(poolId: string, name: string, precedence: number): Promise<void>;
  aResourceServer(poolId: string, identifier: string, scopes: Scopes): Promise<void>;
  /** Gives the URL of the pool's token endpoint, which answers from then on. */
  aTokenEndpoint(poolId: string): Promise<string>;
  close(): Promise<void>;
}
