import { beforeAll, expect } from 'vitest';
import type { DeploymentConfig } from '../../lib/config.ts';
import { type Resource, type Synthesized, synthesize } from './synthesize.ts';

/** The templates of a stage, for laws over all of their resources. */
export interface StageTemplates {
  readonly config: DeploymentConfig;
  readonly app: Pick<Synthesized, 'of'>;
  /** Every resource of a type must keep the law; at least one must be there, or the law says nothing. */
  every(type: string, law: (resource: Resource) => void): void;
}

/** Synthesizes a stage before the tests around. */
export function withTemplates(config: DeploymentConfig): StageTemplates {
  let synthesized: Synthesized | undefined;
  beforeAll(() => {
    synthesized = synthesize(config);
  });
  const app = {
    of(type: string) {
      if (!synthesized) throw new Error('the templates are not synthesized yet');
      return synthesized.of(type);
    },
  };
  return {
    config,
    app,
    every(type, law) {
      const resources = app.of(type);
      expect(resources.length, `no ${type} in the templates`).toBeGreaterThan(0);
      for (const resource of resources) law(resource);
    },
  };
}

/** The CDK's own function that empties a bucket before it is deleted. */
export const isOfCdk = (logicalId: string): boolean => logicalId.startsWith('CustomS3AutoDeleteObjects');
