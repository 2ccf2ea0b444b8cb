import { openLockouts } from '../abuse/wiring.ts';
import { createDynamoFaceMappingStore } from '../enrollment/adapters/dynamo-face-mapping-store.ts';
import { documentClient } from '../platform/clients/dynamo.ts';
import { caseOpening } from '../review-cases/wiring.ts';
import { createDynamoRepudiationLinks } from './adapters/dynamo-repudiation-links.ts';

type RepudiationSettings = Parameters<typeof caseOpening>[0] & { readonly FACE_MAPPING_TABLE: string };

/** Creates the dependencies of functions that take repudiations. */
export const repudiation = (env: RepudiationSettings) => ({
  ...caseOpening(env),
  lockouts: openLockouts(env),
  mappings: createDynamoFaceMappingStore(documentClient, env.FACE_MAPPING_TABLE),
  links: createDynamoRepudiationLinks(documentClient, env.CONTROL_TABLE),
});
