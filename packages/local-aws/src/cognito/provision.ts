import { z } from 'zod';
import type { TemplateResource } from '../emulator.ts';
import type { CognitoContext } from './context.ts';
import {
  clientDefinition,
  groupDefinition,
  poolDefinition,
  resourceServerDefinition,
} from './definitions.ts';
import { inPool, makeClientSecret, type Pool, poolArn, poolOf, type TemplateOrigin } from './directory.ts';

/** Triggers that a template may name and that this emulator runs; any other is named at start. */
const EMULATED_TRIGGERS: readonly string[] = [
  'PreTokenGeneration',
  'PreTokenGenerationConfig',
  'DefineAuthChallenge',
  'CreateAuthChallenge',
  'VerifyAuthChallengeResponse',
];

const originOf = ({ stack, logicalId }: TemplateResource): TemplateOrigin => `${stack}/${logicalId}`;
const poolIdOf = ({ properties }: TemplateResource): string => z.string().parse(properties.UserPoolId);

/** The properties of a resource, with defaults for names that CloudFormation would make up. */
function definitionOf<Schema extends z.ZodType>(
  { stack, logicalId, type, properties }: TemplateResource,
  schema: Schema,
  names: object = {},
): z.output<Schema> {
  const parsed = schema.safeParse({ ...properties, ...names });
  if (parsed.success) return parsed.data;
  throw new Error(
    `${type} ${logicalId} of ${stack} asks for what is not emulated: ${z.prettifyError(parsed.error)}`,
  );
}

type Provisioner = (context: CognitoContext, resource: TemplateResource) => Promise<void>;

/** In the order of dependence: a pool before what lives in it. */
const PROVISIONERS: Readonly<Record<string, Provisioner>> = {
  'AWS::Cognito::UserPool': async (context, resource) => {
    const { ref, arn, logicalId, properties } = resource;
    const definition = definitionOf(resource, poolDefinition, {
      PoolName: properties.UserPoolName ?? logicalId,
    });
    const triggers = Object.keys((properties.LambdaConfig as object | undefined) ?? {});
    for (const name of triggers.filter((trigger) => !EMULATED_TRIGGERS.includes(trigger))) {
      context.notify(
        `Cognito: the trigger ${name} of ${definition.PoolName} is not emulated and will not run.`,
      );
    }
    const createdAt = context.directory.pools.get(ref)?.createdAt ?? context.clock.now();
    const pool: Pool = { id: ref, arn: arn ?? poolArn(context, ref), createdAt, definition };
    await context.directory.pools.put(ref, pool);
  },

  // the domain has no state of its own: its pages answer under every name
  'AWS::Cognito::UserPoolDomain': async ({ directory }, resource) => {
    poolOf(directory, poolIdOf(resource));
  },

  'AWS::Cognito::UserPoolResourceServer': async ({ directory }, resource) => {
    const pool = poolOf(directory, poolIdOf(resource));
    const definition = definitionOf(resource, resourceServerDefinition);
    const key = inPool(pool.id, definition.Identifier);
    await directory.resourceServers.put(key, { poolId: pool.id, origin: originOf(resource), definition });
  },

  'AWS::Cognito::UserPoolClient': async ({ directory }, resource) => {
    const pool = poolOf(directory, poolIdOf(resource));
    const { properties, ref, logicalId } = resource;
    const definition = definitionOf(resource, clientDefinition, {
      ClientName: properties.ClientName ?? logicalId,
    });
    const secret = directory.clients.get(ref)?.secret ?? makeClientSecret();
    await directory.clients.put(ref, {
      poolId: pool.id,
      id: ref,
      origin: originOf(resource),
      definition,
      ...(definition.GenerateSecret ? { secret } : {}),
    });
  },

  'AWS::Cognito::UserPoolGroup': async ({ directory, clock }, resource) => {
    const pool = poolOf(directory, poolIdOf(resource));
    const definition = definitionOf(resource, groupDefinition);
    const key = inPool(pool.id, definition.GroupName);
    const createdAt = directory.groups.get(key)?.createdAt ?? clock.now();
    await directory.groups.put(key, { poolId: pool.id, createdAt, origin: originOf(resource), definition });
  },
};

export const COGNITO_RESOURCE_TYPES: readonly string[] = Object.keys(PROVISIONERS);

/**
 * Makes what the templates declare. Users, passwords and client secrets that are there stay; a client, group
 * or resource server that has left its template goes.
 */
export async function provisionPools(
  context: CognitoContext,
  resources: readonly TemplateResource[],
): Promise<void> {
  for (const [type, provision] of Object.entries(PROVISIONERS)) {
    for (const resource of resources) if (resource.type === type) await provision(context, resource);
  }
  const declared = new Set(resources.map(originOf));
  const { clients, groups, resourceServers } = context.directory;
  for (const table of [clients, groups, resourceServers]) {
    for (const [key, { origin }] of [...table.entries()]) {
      if (!declared.has(origin)) await table.delete(key);
    }
  }
}
