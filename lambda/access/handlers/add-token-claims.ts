import type { PreTokenGenerationV2TriggerEvent } from 'aws-lambda';
import { TENANT_ATTRIBUTE } from '../../kernel/tenancy.ts';
import { tokenClaims } from '../add-token-claims.ts';

/** Cognito's pre-token-generation trigger (event version 2, which may change access tokens). */
export const handler = async (
  event: PreTokenGenerationV2TriggerEvent,
): Promise<PreTokenGenerationV2TriggerEvent> => ({
  ...event,
  response: tokenClaims({
    tenant: event.request.userAttributes[`custom:${TENANT_ATTRIBUTE}`],
    groups: event.request.groupConfiguration.groupsToOverride ?? [],
  }),
});
